import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createQemuHypervisor } from '@uvmkit/qemu';

const { UVMKIT_TEST_QEMU: qemu, UVMKIT_TEST_BOOT_FILES: bootFiles } = process.env;
const RUNS = 5;
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

if (!qemu || !bootFiles) {
  console.log('qemu: start not measured: UVMKIT_TEST_QEMU and UVMKIT_TEST_BOOT_FILES are not set');
} else {
  const cacheFolder = mkdtempSync(path.join(os.tmpdir(), 'uvmkit-bench-'));
  const hypervisor = createQemuHypervisor({ qemu, cacheFolder });
  const config = {
    ...{ id: 'bench', vcpus: 1, memory: 512, scsiControllers: 1 },
    ...{ kernelPath: path.join(bootFiles, 'kernel'), initrdPath: path.join(bootFiles, 'initrd.img') },
    kernelParams: 'quiet -- -e 1 /bin/vsockexec -e 109 /bin/gcs -v4',
  };

  /** Milliseconds from `create` to the agent's first connection. */
  const start = async (warm) => {
    const began = performance.now();
    const vm = await hypervisor.create(config, { warm });
    const listener = await vm.sockets.listen(1);
    await vm.start();
    await listener.accept({ timeoutMs: 60_000 });
    const took = performance.now() - began;
    await vm[Symbol.asyncDispose]();
    return took;
  };

  const times = { cold: [], warm: [] };
  await start(true);
  for (let run = 0; run < RUNS; run++) {
    times.cold.push(await start(false));
    times.warm.push(await start(true));
  }
  const [cold, warm] = [median(times.cold), median(times.warm)];
  console.log(`qemu: agent's first connection, warm / cold = ${(warm / cold).toFixed(2)}`);
  console.log(`qemu: median of ${RUNS}: cold ${cold.toFixed(0)} ms, warm ${warm.toFixed(0)} ms`);
  rmSync(cacheFolder, { recursive: true, force: true });
}
