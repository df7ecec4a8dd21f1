import { text } from 'node:stream/consumers';
import { connectBridge, gcsPorts, type GcsBridge, killedExitCode } from '@uvmkit/gcs-bridge';
import type { Hypervisor, HypervisorConfig, VirtualMachine } from '@uvmkit/hypervisor';
import { mib } from '@uvmkit/vmutils';
import {
  createSimulator,
  createVirtualClock,
  faultPoints,
  type GuestFault,
  type SimulatorOptions,
} from '../src/index.js';

const config: HypervisorConfig = {
  id: 'vm-1',
  kernelPath: '/boot/vmlinux',
  initrdPath: '/boot/initrd',
  kernelParams: 'panic=-1 quiet -- -e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel info',
  vcpus: 2,
  memory: mib(512),
  scsiControllers: 0,
};

interface Booted {
  readonly simulator: Hypervisor;
  readonly vm: VirtualMachine;
  readonly bridge: GcsBridge;
  readonly log: Promise<string>;
}

/** Does what a host does, until the bridge is negotiated. */
const boot = async (options: SimulatorOptions = {}, timeoutMs = 4_000): Promise<Booted> => {
  const simulator = createSimulator(options);
  const vm = await simulator.create(config);
  const [entropy, logs, bridges] = await Promise.all(
    [gcsPorts.entropy, gcsPorts.log, gcsPorts.bridge].map((port) => vm.sockets.listen(port)),
  );
  const entropyGiven = entropy!.accept({ timeoutMs }).then((stream) => stream.end(Buffer.alloc(512)));
  const log = logs!.accept({ timeoutMs }).then(text);
  log.catch(() => undefined);
  entropyGiven.catch(() => undefined);
  try {
    await vm.start();
    const stream = await bridges!.accept({ timeoutMs });
    return { simulator, vm, log, bridge: await connectBridge({ stream, sockets: vm.sockets, timeoutMs }) };
  } catch (error) {
    await vm.stop();
    throw Object.assign(error as Error, { vm });
  }
};

const output = async (bridge: GcsBridge, args: string[], input?: string, rest: object = {}) => {
  const process = await bridge.exec({
    args,
    stdin: input !== undefined,
    stdout: true,
    stderr: true,
    ...rest,
  });
  process.stdin?.end(input);
  const [out, err] = await Promise.all([text(process.stdout!), text(process.stderr!)]);
  return { out, err, ...(await process.wait()) };
};

describe('a simulated VM', () => {
  let booted: Booted | undefined;
  afterEach(async () => {
    await booted?.vm.stop();
    booted = undefined;
  });

  test('boots, runs a command and powers off', async () => {
    booted = await boot();
    const { vm, bridge, log } = booted;
    expect(await output(bridge, ['uname', '-a'])).toEqual({
      out: 'Linux vm-1 6.1.0-simulated #1 SMP x86_64 GNU/Linux\n',
      err: '',
      exitCode: 0,
    });
    expect(vm.pids()).toEqual([]);
    await bridge.shutdown();
    expect(await vm.exited).toEqual({ reason: 'powerOff' });
    const entries = (await log).trim().split('\n');
    expect(entries.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'entropy taken',
      'agent started',
      'bridge connected',
      'powering off',
      'bridge lost',
    ]);
    expect(vm.console.lastLines(1)[0]).toMatch(/Power down/);
    expect(vm.console.lastLines(100).join('\n')).toContain(`Command line: ${config.kernelParams}`);
  });

  test.each<[string[], string | undefined, { out?: string; err?: string; exitCode: number }]>([
    [['echo', 'a', 'b c'], undefined, { out: 'a b c\n', exitCode: 0 }],
    [['/bin/echo', '-n', 'x'], undefined, { out: 'x', exitCode: 0 }],
    [['cat'], 'through', { out: 'through', exitCode: 0 }],
    [['true'], undefined, { exitCode: 0 }],
    [['false'], undefined, { exitCode: 1 }],
    [['env'], undefined, { out: 'A=1\nB=\n', exitCode: 0 }],
    [['pwd'], undefined, { out: '/tmp\n', exitCode: 0 }],
    [['hostname'], undefined, { out: 'vm-1\n', exitCode: 0 }],
    [['uname'], undefined, { out: 'Linux\n', exitCode: 0 }],
    [['sleep', '0'], undefined, { exitCode: 0 }],
    [['sleep'], undefined, { err: 'sleep: a number of seconds is missing\n', exitCode: 1 }],
    [['sh', '-c', 'exit 7'], undefined, { exitCode: 7 }],
    [
      ['sh', '-c', 'echo \'a;b\' && false && echo no; echo "c && d"'],
      undefined,
      { out: 'a;b\nc && d\n', exitCode: 0 },
    ],
    [['sh', '-c', 'nothing-such'], undefined, { err: 'sh: nothing-such: not found\n', exitCode: 127 }],
    [['sh', '-c', 'false\nexit'], undefined, { exitCode: 1 }],
    [['sh', '-c', 'exit 256'], undefined, { exitCode: 0 }],
    [['kill', '-9', '4711'], undefined, { err: 'kill: no process 4711\n', exitCode: 1 }],
  ])('%j', async (args, input, expected) => {
    booted = await boot();
    const env = { A: '1', B: '' };
    expect(await output(booted.bridge, args, input, { env, cwd: '/tmp' })).toEqual({
      out: '',
      err: '',
      ...expected,
    });
  });

  test.each([
    [{ args: ['nosuchprogram'] }],
    [{ args: ['/opt/echo'] }],
    [{ args: ['constructor'] }],
    [{ args: ['pwd'], cwd: '/no/such' }],
  ])('%j is refused', async (options) => {
    booted = await boot();
    await expect(booted.bridge.exec(options)).rejects.toMatchObject({ code: 'UVM_BRIDGE_REFUSED' });
  });

  test('runs programs of its user, which come before its own', async () => {
    booted = await boot({
      commands: {
        answer: async ({ stdout, args }) => (await stdout.write(`42 ${args[1]}\n`), 3),
        echo: () => 9,
        broken: () => Promise.reject(new Error('bug')),
      },
    });
    expect(await output(booted.bridge, ['answer', 'x'])).toEqual({ out: '42 x\n', err: '', exitCode: 3 });
    expect((await output(booted.bridge, ['echo'])).exitCode).toBe(9);
    expect((await output(booted.bridge, ['broken'])).exitCode).toBe(1);
  });

  test('processes can be killed', async () => {
    booted = await boot();
    const sleeping = await booted.bridge.exec({ args: ['sleep', '1000'], stdout: true });
    expect((await output(booted.bridge, ['kill', '-15', String(sleeping.pid)])).exitCode).toBe(0);
    expect(await sleeping.wait()).toEqual({ exitCode: killedExitCode });
    expect(await text(sleeping.stdout!)).toBe('');
  });

  test('lives by the clock that it is given', async () => {
    const clock = createVirtualClock();
    booted = await boot({ clock });
    const sleeping = await booted.bridge.exec({ args: ['sleep', '86400'] });
    await expect(sleeping.wait({ timeoutMs: 5 })).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
    clock.advance(86_400_000);
    expect(await sleeping.wait()).toEqual({ exitCode: 0 });
  });

  test('stopping ends its processes, its connections and its waits, and frees its id', async () => {
    booted = await boot();
    const { simulator, vm, bridge } = booted;
    const running = await bridge.exec({ args: ['cat'], stdin: true, stdout: true });
    const waiting = running.wait().catch((error: unknown) => error);
    await expect(simulator.create(config)).rejects.toMatchObject({ code: 'UVM_SIMULATOR_EXISTS' });
    await vm.stop();
    await vm.stop();
    expect(await vm.exited).toEqual({ reason: 'stopped' });
    expect(await waiting).toMatchObject({ code: 'UVM_BRIDGE_CLOSED' });
    await bridge.closed;
    await expect(vm.sockets.listen(5)).rejects.toBeDefined();
    await expect(vm.start()).rejects.toMatchObject({ code: 'UVM_SIMULATOR_STATE' });
    await (await simulator.create(config)).stop();
  });

  test('a wrong configuration is refused with all problems', async () => {
    await expect(createSimulator().create({ ...config, vcpus: 0, memory: mib(1) })).rejects.toMatchObject({
      code: 'UVM_HYPERVISOR_CONFIG',
      data: { problems: [{ path: 'vcpus' }, { path: 'memory' }] },
    });
  });

  test('says that it can run anywhere, and what it cannot do', async () => {
    const simulator = createSimulator();
    expect(await simulator.check()).toMatchObject({ usable: true, problems: [] });
    expect(simulator.capabilities).toEqual({ pause: false, warmStart: false, execution: 'simulated' });
    const vm = await simulator.create(config);
    await expect(vm.pause()).rejects.toMatchObject({ code: 'UVM_SIMULATOR_UNSUPPORTED' });
    await expect(simulator.create({ ...config, id: 'x' }, { warm: true })).rejects.toMatchObject({
      code: 'UVM_SIMULATOR_UNSUPPORTED',
    });
    await vm.stop();
  });
});

describe('injected faults', () => {
  const duringBoot = faultPoints.guest.filter((point) => !['stdio', 'launch', 'powerOff'].includes(point));
  const ends: GuestFault[] = ['panic', 'powerOff', 'reset'];

  test.each(faultPoints.host)('%s fails', async (point) => {
    await expect(boot({ faults: { [point]: 'fails' } })).rejects.toMatchObject({
      code: 'UVM_SIMULATOR_FAULT',
      data: { point },
    });
  });

  test.each(faultPoints.host)('%s never answers, and the deadline holds', async (point) => {
    const simulator = createSimulator({ faults: { [point]: 'neverAnswers' } });
    const run = async () => {
      const vm = await simulator.create(config, { timeoutMs: 5 });
      await vm.start({ timeoutMs: 5 }).finally(() => vm.stop());
    };
    await expect(run()).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
  });

  test.each(duringBoot.flatMap((point) => ends.map((fault) => [point, fault] as const)))(
    '%s: %s',
    async (point, fault) => {
      const error = await boot({ faults: { [point]: fault } }).catch((problem: unknown) => problem);
      const { vm } = error as { vm: VirtualMachine };
      expect(await vm.exited).toEqual({ reason: fault });
      expect(vm.console.lastLines(1)[0]).toMatch(
        { panic: /Kernel panic/, powerOff: /Power down/, reset: /Restarting/ }[fault as 'panic'],
      );
    },
  );

  test.each(duringBoot)('%s: never answers, and the VM can be stopped', async (point) => {
    const error = await boot({ faults: { [point]: 'neverAnswers' } }, 20).catch(
      (problem: unknown) => problem,
    );
    expect(error).toMatchObject({ code: 'UVM_TIMEOUT' });
    expect(await (error as { vm: VirtualMachine }).vm.exited).toEqual({ reason: 'stopped' });
  });

  test.each(['stdio', 'launch'] as const)('%s: panic while a process starts', async (point) => {
    const { bridge, vm } = await boot({ faults: { [point]: 'panic' } });
    await expect(bridge.exec({ args: ['true'], stdout: true })).rejects.toMatchObject({
      code: 'UVM_BRIDGE_CLOSED',
    });
    expect(await vm.exited).toEqual({ reason: 'panic' });
  });

  test.each(['stdio', 'launch'] as const)('%s: never answers, and the deadline holds', async (point) => {
    const { bridge, vm } = await boot({ faults: { [point]: 'neverAnswers' } });
    await expect(bridge.exec({ args: ['true'], stdout: true, timeoutMs: 5 })).rejects.toMatchObject({
      code: 'UVM_TIMEOUT',
    });
    await vm.stop();
  });

  test('powerOff: never answers, and the VM can be stopped', async () => {
    const { bridge, vm } = await boot({ faults: { powerOff: 'neverAnswers' } });
    await expect(bridge.shutdown({ timeoutMs: 5 })).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
    await vm.stop();
    expect(await vm.exited).toEqual({ reason: 'stopped' });
  });

  test('powerOff: panic instead', async () => {
    const { bridge, vm } = await boot({ faults: { powerOff: 'panic' } });
    await bridge.shutdown();
    expect(await vm.exited).toEqual({ reason: 'panic' });
  });
});
