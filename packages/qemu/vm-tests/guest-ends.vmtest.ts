import { mib } from '@uvmkit/vmutils';
import { createRealHost } from './support/real-host.js';

const host = createRealHost();
const hypervisor = host.hypervisor();
afterEach(() => expect(host.leftBehind()).toEqual([]));
afterAll(() => host.remove());

const mounts = 'mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev';
const allModules =
  'for list in channel others; do while read m; do insmod /lib/modules/$m; done < /lib/modules/$list.list; done';

test.each([
  ['powers itself off', 'poweroff -f', 'powerOff', undefined],
  ['reboots', 'reboot -f', 'reset', undefined],
  ['loses its first process early', 'exit 7', 'panic', 'UVM_QEMU_GUEST_PANIC'],
  [
    'crashes with its crash driver loaded',
    `${mounts}; ${allModules} 2>/dev/null; echo c > /proc/sysrq-trigger`,
    'panic',
    'UVM_QEMU_GUEST_PANIC',
  ],
])('a guest that %s', async (name, script, reason, code) => {
  const initrdPath = host.initrdRunning(name.replaceAll(' ', '-'), script);
  const vm = await hypervisor.create(host.config('ends', { initrdPath }));
  await vm.start();
  const exit = await vm.exited;
  expect(exit.reason).toBe(reason);
  expect((exit.error as { code?: string } | undefined)?.code).toBe(code);
});

test('a guest whose QEMU is killed has failed', async () => {
  const vm = await hypervisor.create(host.config('killed'));
  await vm.start();
  process.kill(vm.pids()[0] ?? 0, 'SIGKILL');
  expect(await vm.exited).toMatchObject({ reason: 'failed', error: { code: 'UVM_QEMU_DIED' } });
});

test('a guest that floods its console is bounded and goes on', async () => {
  const script = `${mounts}; dd if=/dev/urandom bs=64k count=16 of=/dev/console 2>/dev/null; echo; echo through; poweroff -f`;
  const vm = await hypervisor.create(
    host.config('flood', { initrdPath: host.initrdRunning('flood', script) }),
  );
  await vm.start();
  expect((await vm.exited).reason).toBe('powerOff');
  const lines = vm.console.lastLines(Number.MAX_SAFE_INTEGER);
  expect(lines.length).toBeLessThanOrEqual(1_001);
  expect(lines.join('')).toContain('through');
});

test('the least memory that is accepted boots, and one MiB less is refused', async () => {
  const less = host.config('less', { memory: mib(host.leastMemory - 1) });
  await expect(hypervisor.create(less)).rejects.toMatchObject({ code: 'UVM_QEMU_MEMORY' });
  const vm = await hypervisor.create(host.config('least', { memory: host.leastMemory }));
  const listener = await vm.sockets.listen(1);
  await vm.start();
  (await listener.accept({ timeoutMs: 60_000 })).destroy();
  await vm.stop();
});
