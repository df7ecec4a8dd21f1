import type { CreateOptions, Hypervisor, HypervisorConfig, VirtualMachine, VmExit } from '@uvmkit/hypervisor';
import { waitFor, type GuestSockets, type WaitOptions } from '@uvmkit/vmutils';
import { createSocketPair } from '@uvmkit/vsock';
import { setTimeout as sleep } from 'node:timers/promises';

/** A machine whose end the test decides. */
export interface FakeMachine extends VirtualMachine {
  readonly config: HypervisorConfig;
  readonly calls: readonly string[];
  /** The guest's side of its sockets. */
  readonly guest: GuestSockets;
  readonly hasEnded: boolean;
  end(exit: VmExit): void;
}

export interface FakeHypervisor extends Hypervisor {
  readonly machines: readonly FakeMachine[];
  readonly createOptions: readonly CreateOptions[];
  /** Makes the next such call take that long. */
  delay(call: 'create' | 'start', ms: number): void;
}

export interface FakeHypervisorOptions {
  /** Calls that reject. */
  readonly failing?: ReadonlySet<string>;
  readonly pause?: boolean;
}

/** A hypervisor that keeps a journal and whose guests are only the far ends of their sockets. */
export const fakeHypervisor = ({
  failing = new Set(),
  pause = true,
}: FakeHypervisorOptions = {}): FakeHypervisor => {
  const machines: FakeMachine[] = [];
  const createOptions: CreateOptions[] = [];
  const delays = new Map<string, number>();
  const dally = async (call: string, options: WaitOptions): Promise<void> => {
    const ms = delays.get(call);
    if (ms === undefined) return;
    delays.delete(call);
    await waitFor(`the fake ${call}`, options, () => sleep(ms));
  };
  return {
    name: 'fake',
    capabilities: { pause, warmStart: true, execution: 'simulated' },
    machines,
    createOptions,
    delay: (call, ms) => void delays.set(call, ms),
    check: async () => ({ usable: true, facts: [], problems: [] }),
    async create(config, options = {}) {
      if (failing.has('create')) throw new Error('create failed');
      createOptions.push(options);
      // A creation that nobody waits for comes to its end all the same.
      await dally('create', {});
      const machine = fakeMachine(config, failing, dally);
      machines.push(machine);
      return machine;
    },
  };
};

const fakeMachine = (
  config: HypervisorConfig,
  failing: ReadonlySet<string>,
  dally: (call: string, options: WaitOptions) => Promise<void>,
): FakeMachine => {
  const calls: string[] = [];
  const pair = createSocketPair();
  let hasEnded = false;
  let resolveExited: (exit: VmExit) => void = () => undefined;
  const exited = new Promise<VmExit>((resolve) => (resolveExited = resolve));
  const end = (exit: VmExit): void => {
    hasEnded = true;
    pair.close();
    resolveExited(exit);
  };
  const call = async (name: string): Promise<void> => {
    calls.push(name);
    if (failing.has(name)) throw new Error(`${name} failed`);
  };
  const stop = async (): Promise<void> => {
    await call('stop');
    end({ reason: 'stopped' });
  };
  return {
    id: config.id,
    config,
    calls,
    exited,
    end,
    get hasEnded() {
      return hasEnded;
    },
    sockets: pair.host,
    guest: pair.guest,
    console: { lastLines: () => [], onLine: () => ({ [Symbol.dispose]: () => undefined }) },
    pids: () => [],
    async start(options = {}) {
      await call('start');
      await dally('start', options);
    },
    pause: () => call('pause'),
    resume: () => call('resume'),
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
