import { UvmError } from '@uvmkit/vmutils';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Engine } from '../src/engine/engine.js';
import { simulatorEngine, type SimulatorEngineOptions } from '../src/engine/simulator-engine.js';
import { startUtilityVm, type UtilityVm, type UtilityVmOptions } from '../src/utility-vm.js';

type Faults = NonNullable<NonNullable<SimulatorEngineOptions['simulator']>['faults']>;

const steps = [
  'check host',
  'build document',
  'create',
  'grant access',
  'listen',
  'start',
  'kernel output',
  'entropy taken',
  'log connected',
  'bridge connected',
  'negotiated',
  'ready',
];

const boot = (engine: Engine, options: Partial<UtilityVmOptions> = {}): Promise<UtilityVm> =>
  startUtilityVm({ engine, id: 'vm', ...options });

const failureOf = async (starting: Promise<UtilityVm>): Promise<UvmError> => {
  try {
    await (await starting)[Symbol.asyncDispose]();
  } catch (error) {
    if (error instanceof UvmError) return error;
    throw error;
  }
  throw new Error('it started');
};

const systemsOf = async (engine: Engine): Promise<number> => (await engine.host.enumerate()).length;

describe('a utility VM', () => {
  test('boots step by step, runs commands, and leaves nothing after its shutdown', async () => {
    await using engine = simulatorEngine();
    const heard: string[] = [];
    const vm = await boot(engine, { onStep: ({ step }) => heard.push(step) });
    expect(vm.timeline.map(({ step }) => step)).toEqual(steps);
    expect(heard).toEqual(steps);
    expect(vm.document.VirtualMachine?.Chipset?.LinuxKernelDirect?.KernelCmdLine).toContain(
      ' -- -e 1 /bin/vsockexec',
    );

    using guest = await vm.exec({ args: ['cat'], stdin: true, stdout: true, stderr: true });
    guest.stdin?.end('hello from the host\n');
    expect(await text(guest.stdout ?? Readable.from([]))).toBe('hello from the host\n');
    expect(await guest.wait()).toEqual({ exitCode: 0 });

    await vm.shutdown();
    expect(await vm.exited).toMatchObject({ ExitType: 'GracefulExit' });
    expect(await systemsOf(engine)).toBe(0);
  });

  test('passes the exit code of a command on', async () => {
    await using engine = simulatorEngine();
    await using vm = await boot(engine);
    using guest = await vm.exec({ args: ['sh', '-c', 'exit 7'] });
    expect(await guest.wait()).toEqual({ exitCode: 7 });
  });

  test('a program that the guest does not have is an error, and the VM lives on', async () => {
    await using engine = simulatorEngine();
    await using vm = await boot(engine);
    await expect(vm.exec({ args: ['no-such-program'] })).rejects.toBeInstanceOf(UvmError);
    using guest = await vm.exec({ args: ['true'] });
    expect(await guest.wait()).toEqual({ exitCode: 0 });
  });

  test('a guest that does not power off is ended after the grace', async () => {
    await using engine = simulatorEngine({ simulator: { faults: { powerOff: 'neverAnswers' } } });
    const vm = await boot(engine);
    await vm.shutdown({ timeoutMs: 50 });
    expect(await vm.exited).toMatchObject({ ExitType: 'ForcedExit' });
    expect(await systemsOf(engine)).toBe(0);
  });

  test('disposing it twice is fine', async () => {
    await using engine = simulatorEngine();
    const vm = await boot(engine);
    await vm[Symbol.asyncDispose]();
    await vm[Symbol.asyncDispose]();
    expect(await systemsOf(engine)).toBe(0);
  });

  test('no processors and no memory are refused together, before anything is made', async () => {
    await using engine = simulatorEngine();
    const failure = await failureOf(boot(engine, { options: { processorCount: 0, memorySizeInMB: 0 } }));
    expect(failure).toMatchObject({ code: 'UVM_BOOT_FAILED', data: { step: 'build document' } });
    expect(failure.cause).toMatchObject({
      code: 'UVM_OPTIONS_INVALID',
      data: { problems: [{ path: 'memorySizeInMB' }, { path: 'processorCount' }] },
    });
  });

  test('boot files that are not there are named', async () => {
    await using engine = simulatorEngine({ bootFiles: '/nowhere' });
    expect((await failureOf(boot(engine))).cause).toMatchObject({
      code: 'UVM_OPTIONS_INVALID',
      message: expect.stringContaining('/nowhere/kernel'),
    });
  });

  test.each<[string, Faults, string]>([
    ['creation fails', { create: 'fails' }, 'create'],
    ['the start fails', { start: 'fails' }, 'start'],
    ['the kernel panics', { kernel: 'panic' }, 'entropy taken'],
    ['the guest reboots before its log', { log: 'reset' }, 'log connected'],
    ['the guest switches itself off before the bridge', { bridge: 'powerOff' }, 'bridge connected'],
  ])('%s: the step is named and nothing is left', async (_, faults, step) => {
    await using engine = simulatorEngine({ simulator: { faults } });
    const failure = await failureOf(boot(engine));
    expect(failure).toMatchObject({ code: 'UVM_BOOT_FAILED', data: { step } });
    expect(await systemsOf(engine)).toBe(0);
  });

  test.each(['kernel', 'entropy', 'log', 'bridge'] as const)(
    'a guest that stands still at %s has stalled, with its last console lines',
    async (point) => {
      await using engine = simulatorEngine({ simulator: { faults: { [point]: 'neverAnswers' } } });
      const failure = await failureOf(boot(engine, { stallMs: 100 }));
      expect(failure.cause).toMatchObject({ code: 'UVM_BOOT_STALLED' });
      expect(failure.data['console']).not.toHaveLength(0);
      expect(await systemsOf(engine)).toBe(0);
    },
  );

  test.each(steps)('cancelled when %j begins, it leaves nothing', async (step) => {
    await using engine = simulatorEngine();
    const caller = new AbortController();
    const position = steps.indexOf(step);
    if (position === 0) caller.abort();
    const failure = await failureOf(
      boot(engine, {
        signal: caller.signal,
        onStep: ({ step: done }) => done === steps[position - 1] && caller.abort(),
      }),
    );
    expect(failure).toMatchObject({ code: 'UVM_BOOT_FAILED', data: { step } });
    expect(failure.cause).toMatchObject({ code: 'UVM_BOOT_CANCELLED' });
    expect(await systemsOf(engine)).toBe(0);
  });
});
