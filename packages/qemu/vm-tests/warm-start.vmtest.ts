import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { VirtualMachine } from '@uvmkit/hypervisor';
import { createRealHost } from './support/real-host.js';

const host = createRealHost();
const hypervisor = host.hypervisor();
afterEach(() => expect(host.leftBehind()).toEqual([]));
afterAll(() => host.remove());

const folderOfTemplates = path.join(host.cacheFolder, 'templates');
const fileOfTemplate = (name: string): string =>
  path.join(
    folderOfTemplates,
    readdirSync(folderOfTemplates).find((entry) => /^[0-9a-f]{64}$/.test(entry)) ?? '',
    name,
  );
const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Starts a clone and takes the first line of its agent's log. */
const firstLogLine = async (vm: VirtualMachine): Promise<string> => {
  const [entropy, log] = await Promise.all([vm.sockets.listen(1), vm.sockets.listen(109)]);
  await vm.start();
  (await entropy.accept({ timeoutMs: 30_000 })).resume().end(Buffer.alloc(512, 1));
  const stream = await log.accept({ timeoutMs: 30_000 });
  return new Promise((resolve) =>
    stream.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n')[0] ?? '')),
  );
};

const startWarm = async (ids: readonly string[]): Promise<readonly string[]> => {
  const vms = await Promise.all(ids.map((id) => hypervisor.create(host.config(id), { warm: true })));
  try {
    return await Promise.all(vms.map(firstLogLine));
  } finally {
    await Promise.all(vms.map((vm) => vm[Symbol.asyncDispose]()));
  }
};

test('several guests start from one template at a time, with the right clock, and leave it as it is', async () => {
  await startWarm(['first']);
  const before = [digest(fileOfTemplate('ram')), digest(fileOfTemplate('state'))];
  const startedAt = Date.now();
  const lines = await startWarm(['one', 'two', 'three']);
  for (const line of lines) {
    const { time } = JSON.parse(line) as { time: string };
    expect(Math.abs(Date.parse(time) - startedAt)).toBeLessThan(30_000);
  }
  expect([digest(fileOfTemplate('ram')), digest(fileOfTemplate('state'))]).toEqual(before);
});

test.each<[string, () => void]>([
  [
    'a device state that QEMU cannot read',
    () => {
      const manifest = JSON.parse(readFileSync(fileOfTemplate('manifest.json'), 'utf8')) as object;
      writeFileSync(fileOfTemplate('state'), 'rubbish');
      const stateSha256 = digest(fileOfTemplate('state'));
      writeFileSync(fileOfTemplate('manifest.json'), JSON.stringify({ ...manifest, stateSha256 }));
    },
  ],
  ['a memory file that was cut off', () => truncateSync(fileOfTemplate('ram'), 4_096)],
])('%s is noticed, and the template made again', async (_, damage) => {
  await startWarm(['before']);
  damage();
  expect(await startWarm(['after'])).toHaveLength(1);
});

test('a guest without agent cannot be saved, and the wait is named', async () => {
  const initrdPath = host.initrdRunning('asleep', 'sleep 1000');
  const vm = await hypervisor.create(host.config('asleep', { initrdPath }), { warm: true });
  await expect(vm.start({ timeoutMs: 8_000 })).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
  expect((await vm.exited).reason).toBe('failed');
});
