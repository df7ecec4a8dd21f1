import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mib } from '@uvmkit/vmutils';
import { createFakeHost, type FakeHost } from './support/fake-host.js';

let host: FakeHost;
beforeEach(() => (host = createFakeHost()));
afterEach(() => {
  const leftovers = host.leftovers();
  host.remove();
  expect(leftovers).toEqual([]);
});

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it succeeded',
    (error: { code?: unknown }) => error.code ?? error,
  );

describe('a virtual machine', () => {
  test('starts, is spoken to, and leaves nothing when it stops', async () => {
    const vm = await host.hypervisor().create(host.config());
    expect(vm.pids()).toEqual([]);
    const lines: string[] = [];
    vm.console.onLine((line) => lines.push(line));
    await vm.start();
    expect(vm.pids()).toHaveLength(1);
    expect(host.leftovers()).toHaveLength(2);
    while (lines.length === 0) await sleep(5);
    expect(lines).toEqual(['first light']);
    await vm.pause();
    await vm.resume();
    await Promise.all([vm.stop(), vm.stop(), vm[Symbol.asyncDispose]()]);
    expect(await vm.exited).toEqual({ reason: 'stopped' });
    expect(vm.pids()).toEqual([]);
    await vm.stop();
  });

  test('that never started is stopped without a trace', async () => {
    const vm = await host.hypervisor().create(host.config());
    await vm[Symbol.asyncDispose]();
    await vm[Symbol.asyncDispose]();
    expect(await vm.exited).toEqual({ reason: 'stopped' });
    expect(await codeOf(vm.start())).toBe('UVM_QEMU_STATE');
    expect(await codeOf(vm.pause())).toBe('UVM_QEMU_STATE');
  });

  test('has its id for itself until it ends', async () => {
    const hypervisor = host.hypervisor();
    const vm = await hypervisor.create(host.config());
    expect(await codeOf(hypervisor.create(host.config()))).toBe('UVM_QEMU_EXISTS');
    await vm.stop();
    await (await hypervisor.create(host.config())).stop();
  });

  test('starts once', async () => {
    const vm = await host.hypervisor().create(host.config());
    await vm.start();
    expect(await codeOf(vm.start())).toBe('UVM_QEMU_STATE');
    expect(vm.pids()).toHaveLength(1);
    await vm.stop();
  });

  test.each([
    ['powers-off', 'powerOff', undefined],
    ['resets', 'reset', undefined],
    ['panics', 'panic', 'UVM_QEMU_GUEST_PANIC'],
    ['panics-early', 'panic', 'UVM_QEMU_GUEST_PANIC'],
    ['dies', 'failed', 'UVM_QEMU_DIED'],
    ['kvm-gives-up', 'failed', 'UVM_QEMU_KVM'],
  ])('that %s has exited with the reason %s', async (scenario, reason, code) => {
    const vm = await host.hypervisor().create(host.config(scenario));
    const listener = await vm.sockets.listen(5);
    const refused = codeOf(listener.accept());
    await vm.start().catch(() => undefined);
    const exit = await vm.exited;
    expect(exit.reason).toBe(reason);
    expect((exit.error as { code?: string } | undefined)?.code).toBe(code);
    expect(await refused).toBe('UVM_VSOCK_LISTENER_CLOSED');
    expect(await codeOf(vm.sockets.connect(5))).toBeDefined();
  });

  test('tells what QEMU said before it died', async () => {
    const vm = await host.hypervisor().create(host.config('dies'));
    await vm.start().catch(() => undefined);
    const { error } = await vm.exited;
    expect(error?.message).toContain('out of everything');
  });

  test('is killed when QEMU does not want to go', async () => {
    const vm = await host.hypervisor().create(host.config('ignores-quit'));
    await vm.start();
    await vm.stop();
  });
});

describe('a start that fails leaves nothing', () => {
  test.each([
    ['refuses-arguments', 'UVM_QEMU_START'],
    ['dies-before-greeting', 'UVM_QEMU_START'],
    ['talks-nonsense', 'UVM_QEMU_QMP'],
    ['says-nothing', 'UVM_TIMEOUT'],
  ])('QEMU %s: %s', async (scenario, code) => {
    const vm = await host.hypervisor().create(host.config(scenario));
    expect(await codeOf(vm.start({ timeoutMs: scenario === 'says-nothing' ? 500 : 20_000 }))).toBe(code);
    expect((await vm.exited).reason).toBe('failed');
  });

  test('the words of QEMU are in the error', async () => {
    const vm = await host.hypervisor().create(host.config('refuses-arguments'));
    await expect(vm.start()).rejects.toThrow('this will not do');
  });

  test('whenever its signal fires', async () => {
    const hypervisor = host.hypervisor();
    for (const delayMs of [0, 1, 5, 20, 40, 60, 80, 120, 200]) {
      const vm = await hypervisor.create(host.config());
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), delayMs);
      expect(['UVM_ABORTED', 'it succeeded']).toContain(await codeOf(vm.start({ signal: abort.signal })));
      clearTimeout(timer);
      await vm[Symbol.asyncDispose]();
      expect(host.leftovers()).toEqual([]);
    }
  });

  test('whenever it is disposed of meanwhile', async () => {
    const hypervisor = host.hypervisor();
    for (const delayMs of [0, 5, 30, 90]) {
      const vm = await hypervisor.create(host.config());
      const started = codeOf(vm.start());
      await sleep(delayMs);
      await vm[Symbol.asyncDispose]();
      expect(host.leftovers()).toEqual([]);
      expect((await vm.exited).reason).toBe('stopped');
      await started;
    }
  });
});

describe('create', () => {
  test.each<[string, () => Parameters<FakeHost['config']>[1], string]>([
    ['no processors', () => ({ vcpus: 0 }), 'UVM_HYPERVISOR_CONFIG'],
    ['no kernel', () => ({ kernelPath: path.join(host.folder, 'none') }), 'UVM_QEMU_FILE'],
    ['no RAM disk', () => ({ initrdPath: path.join(host.folder, 'none') }), 'UVM_QEMU_FILE'],
    ['a folder as RAM disk', () => ({ initrdPath: host.folder }), 'UVM_QEMU_FILE'],
    ['a kernel that is none', () => ({ kernelPath: path.join(host.folder, 'initrd') }), 'UVM_NOT_A_KERNEL'],
    ['82 MiB, one below the least', () => ({ memory: mib(82) }), 'UVM_QEMU_MEMORY'],
    ['83 MiB, the least', () => ({ memory: mib(83) }), 'it succeeded'],
    ['84 MiB', () => ({ memory: mib(84) }), 'it succeeded'],
  ])('%s', async (_, over, code) => {
    expect(await codeOf(host.hypervisor().create(host.config('fine', over())))).toBe(code);
  });

  test('without QEMU says so, and check() as well', async () => {
    const hypervisor = host.hypervisor({ qemu: path.join(host.folder, 'no-qemu') });
    expect(await codeOf(hypervisor.create(host.config()))).toBe('UVM_QEMU_MISSING');
    const report = await hypervisor.check();
    expect(report.usable).toBe(false);
    expect(report.problems.map(({ code }) => code)).toEqual(['UVM_QEMU_MISSING']);
  });

  test.each([
    ['6.1.0', 'UVM_QEMU_TOO_OLD'],
    ['6.2.0', 'it succeeded'],
    ['10.0.2', 'it succeeded'],
  ])('QEMU %s: %s', async (version, code) => {
    const qemu = path.join(host.folder, 'other-qemu.mjs');
    writeFileSync(qemu, readFileSync(host.qemu, 'utf8').replace("'7.2.22'", `'${version}'`));
    chmodSync(qemu, 0o755);
    expect(await codeOf(host.hypervisor({ qemu }).create(host.config()))).toBe(code);
  });

  test('a program that is no QEMU is refused', async () => {
    expect(await codeOf(host.hypervisor({ qemu: '/bin/true' }).create(host.config()))).toBe(
      'UVM_QEMU_MISSING',
    );
  });

  test('another machine is refused', async () => {
    const mac = {
      platform: 'darwin',
      arch: 'arm64',
      canOpenKvm: async () => false,
      cpuInfo: async () => '',
    } as const;
    expect(await codeOf(host.hypervisor({ host: mac }).create(host.config()))).toBe('UVM_QEMU_HOST');
  });

  test('an aborted one ends', async () => {
    const signal = AbortSignal.abort();
    expect(await codeOf(host.hypervisor().create(host.config(), { signal }))).toBe('UVM_ABORTED');
  });

  test('a state folder whose sockets would have too long paths is refused', async () => {
    const stateFolder = path.join(host.folder, 'x'.repeat(90));
    expect(await codeOf(host.hypervisor({ stateFolder }).create(host.config()))).toBe('UVM_QEMU_SOCKET_PATH');
  });
});

describe('KVM', () => {
  const withKvm = {
    platform: 'linux',
    arch: 'x64',
    canOpenKvm: async () => true,
    cpuInfo: async () => 'flags\t\t: fpu vmx sse\n',
  } as const;

  test('is used once a guest has shown that it works', async () => {
    const hypervisor = host.hypervisor({ host: withKvm });
    const vm = await hypervisor.create(host.config());
    await vm.start();
    expect(host.leftovers().join()).toContain('-accel kvm');
    expect(hypervisor.capabilities.execution).toBe('hardware');
    expect((await hypervisor.check()).problems).toEqual([]);
    await vm.stop();
  });

  test('is given up when the first guest shows no life, and the guest starts without it', async () => {
    const hypervisor = host.hypervisor({ host: withKvm, kvmProofMs: 300 });
    for (const warm of [false, true]) {
      const vm = await hypervisor.create(host.config('kvm-is-broken'), { warm });
      await vm.start();
      expect(host.leftovers().join()).toContain('-accel tcg');
      await vm.stop();
    }
    expect(hypervisor.capabilities.execution).toBe('software');
    expect((await hypervisor.check()).problems.map(({ code }) => code)).toEqual(['UVM_QEMU_KVM']);
  });

  test('is given up when QEMU may not use it', async () => {
    const hypervisor = host.hypervisor({ host: withKvm });
    const vm = await hypervisor.create(host.config('kvm-is-forbidden'));
    await vm.start();
    expect((await hypervisor.check()).problems[0]?.message).toContain('Permission denied');
    await vm.stop();
  });

  test('is not blamed for what fails without it too', async () => {
    const vm = await host.hypervisor({ host: withKvm }).create(host.config('refuses-arguments'));
    expect(await codeOf(vm.start())).toBe('UVM_QEMU_START');
  });

  test('that the caller insists on is not given up', async () => {
    const vm = await host
      .hypervisor({ host: withKvm, accelerator: 'kvm' })
      .create(host.config('kvm-is-broken'));
    await vm.start();
    expect(host.leftovers().join()).toContain('-accel kvm');
    await vm.stop();
  });
});
