import type { CreateOptions, Hypervisor, HypervisorConfig, VirtualMachine, VmExit } from '@uvmkit/hypervisor';

/** A machine whose end the test decides. */
export interface FakeMachine extends VirtualMachine {
  readonly config: HypervisorConfig;
  readonly calls: readonly string[];
  end(exit: VmExit): void;
}

export interface FakeHypervisor extends Hypervisor {
  readonly machines: readonly FakeMachine[];
  readonly createOptions: readonly CreateOptions[];
}

/** A hypervisor that only keeps a journal; `failing` names calls that reject. */
export const fakeHypervisor = (failing: ReadonlySet<string> = new Set()): FakeHypervisor => {
  const machines: FakeMachine[] = [];
  const createOptions: CreateOptions[] = [];
  return {
    name: 'fake',
    capabilities: { pause: true, warmStart: true, execution: 'simulated' },
    machines,
    createOptions,
    check: async () => ({ usable: true, facts: [], problems: [] }),
    async create(config, options = {}) {
      if (failing.has('create')) throw new Error('create failed');
      createOptions.push(options);
      const machine = fakeMachine(config, failing);
      machines.push(machine);
      return machine;
    },
  };
};

const fakeMachine = (config: HypervisorConfig, failing: ReadonlySet<string>): FakeMachine => {
  const calls: string[] = [];
  let end: (exit: VmExit) => void = () => undefined;
  const exited = new Promise<VmExit>((resolve) => (end = resolve));
  const call = async (name: string): Promise<void> => {
    calls.push(name);
    if (failing.has(name)) throw new Error(`${name} failed`);
  };
  const stop = async (): Promise<void> => {
    await call('stop');
    end({ reason: 'stopped' });
  };
  const refuse = (): never => {
    throw new Error('a fake machine has no sockets');
  };
  return {
    id: config.id,
    config,
    calls,
    exited,
    end,
    sockets: { listen: refuse, connect: refuse },
    console: { lastLines: () => [], onLine: () => ({ [Symbol.dispose]: () => undefined }) },
    pids: () => [],
    start: () => call('start'),
    pause: () => call('pause'),
    resume: () => call('resume'),
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
