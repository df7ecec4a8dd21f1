import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRealHost, qemuOptions } from './support/real-host.js';

const host = createRealHost();
afterAll(() => host.remove());

test('QEMU runs without privileges, in a sandbox, in a group of its own', async () => {
  const vm = await host.hypervisor().create(host.config('status'));
  await vm.start();
  const [pid = 0] = vm.pids();
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(status).toMatch(/^CapEff:\t0+$/m);
  expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).not.toBe('0');
  const group = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[2];
  expect(group).toBe(String(pid));
  await vm.stop();
  expect(host.leftBehind()).toEqual([]);
});

test('a start that is cancelled leaves nothing, whenever that is', async () => {
  const hypervisor = host.hypervisor();
  for (const delayMs of [0, 10, 30, 60, 120, 400, 1_500]) {
    const vm = await hypervisor.create(host.config('cancelled'));
    const listener = await vm.sockets.listen(1);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), delayMs);
    const connected = vm
      .start({ signal: abort.signal })
      .then(() => listener.accept({ signal: abort.signal }));
    await expect(connected).rejects.toMatchObject({ code: 'UVM_ABORTED' });
    clearTimeout(timer);
    await vm[Symbol.asyncDispose]();
    expect(host.leftBehind()).toEqual([]);
  }
});

test('QEMU does not outlive the process that started it', async () => {
  const script = path.join(host.folder, 'starter.mjs');
  const options = { ...qemuOptions, cacheFolder: host.cacheFolder, stateFolder: host.stateFolder };
  const entry = path.resolve(__dirname, '../dist/index.js');
  writeFileSync(
    script,
    `import { createQemuHypervisor } from ${JSON.stringify(entry)};
     const vm = await createQemuHypervisor(${JSON.stringify(options)}).create(${JSON.stringify(host.config('orphan'))});
     await vm.start();
     process.stdout.write(String(vm.pids()[0]));`,
  );
  const starter = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = (await once(starter.stdout, 'data')) as [Buffer];
  const pid = Number(output.toString());
  expect(() => process.kill(pid, 0)).not.toThrow();
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  const isThere = (): boolean => {
    try {
      return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
    } catch {
      return false;
    }
  };
  for (let waited = 0; isThere() && waited < 5_000; waited += 50) await sleep(50);
  expect(isThere()).toBe(false);
});
