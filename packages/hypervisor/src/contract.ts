import type { Duplex } from 'node:stream';
import type { HypervisorConfig } from './hypervisor-config.js';
import type { Hypervisor, VirtualMachine } from './hypervisor.js';

/** The part of jest that the suite uses, so that any runner of its kind can be handed in. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  test(name: string, body: () => Promise<void>, timeoutMs?: number): void;
  expect(actual: unknown): {
    toEqual(expected: unknown): void;
    readonly not: { toEqual(expected: unknown): void };
  };
}

/** A hypervisor to be tested, and what the suite cannot know about it. */
export interface HypervisorContract {
  readonly name: string;
  readonly make: () => Hypervisor;
  /** A guest that boots as LCOW guests do: it dials port 1 for entropy, then 109, then 0x40000000. */
  readonly config: (id: string) => HypervisorConfig;
  /** What this hypervisor's VMs have left on the machine: processes, sockets, files. Empty when all is well. */
  readonly leftBehind: () => Promise<readonly string[]>;
  /** The longest that one boot may take, in milliseconds. */
  readonly bootMs: number;
}

const ENTROPY_PORT = 1;
const UNUSED_PORT = 4_242;

/** What every hypervisor owes to its users. Registers its tests with the runner. */
export const hypervisorContract = (
  { describe, test, expect }: TestRunner,
  { name, make, config, leftBehind, bootMs }: HypervisorContract,
): void => {
  const create = (id: string, signal?: AbortSignal): Promise<VirtualMachine> =>
    make().create(config(id), { signal, timeoutMs: bootMs });

  const codeOf = async (failing: Promise<unknown>): Promise<string> =>
    failing.then(
      () => 'it succeeded',
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
    );

  const withVm = async (id: string, use: (vm: VirtualMachine) => Promise<void>): Promise<void> => {
    const vm = await create(id);
    try {
      await use(vm);
    } finally {
      await vm[Symbol.asyncDispose]();
    }
    expect(await leftBehind()).toEqual([]);
  };

  /** Starts the VM and takes the guest's first connection. */
  const firstConnection = async (vm: VirtualMachine): Promise<Duplex> => {
    const listener = await vm.sockets.listen(ENTROPY_PORT);
    await vm.start({ timeoutMs: bootMs });
    return listener.accept({ timeoutMs: bootMs });
  };

  describe(`hypervisor contract: ${name}`, () => {
    const check = (behaviour: string, body: () => Promise<void>): void => test(behaviour, body, 2 * bootMs);

    check('says that it can run here', async () => {
      const { usable, problems } = await make().check({ timeoutMs: bootMs });
      expect({ usable, problems: usable ? [] : problems }).toEqual({ usable: true, problems: [] });
    });

    check('refuses a configuration with every problem, and leaves nothing', async () => {
      const bad = { ...config('contract-bad'), vcpus: 0, scsiControllers: 5 };
      expect(await codeOf(make().create(bad))).toEqual('UVM_HYPERVISOR_CONFIG');
      expect(await leftBehind()).toEqual([]);
    });

    check('a VM that never starts has no processes and can be stopped, twice', () =>
      withVm('contract-idle', async (vm) => {
        expect(vm.id).toEqual('contract-idle');
        expect(vm.pids()).toEqual([]);
        await vm.stop();
        await vm.stop();
        expect((await vm.exited).reason).toEqual('stopped');
      }),
    );

    check(
      'the guest reaches a listener of the host, and end-of-file of the host leaves its own side open',
      () =>
        withVm('contract-guest-dials', async (vm) => {
          const stream = await firstConnection(vm);
          stream.end(Buffer.alloc(512, 7));
          const received: Buffer[] = [];
          for await (const chunk of stream) received.push(chunk as Buffer);
          // The guest reads to the end and closes; it could not have closed in order had the stream been cut.
          expect({ ended: stream.readableEnded, bytes: Buffer.concat(received).length }).toEqual({
            ended: true,
            bytes: 0,
          });
        }),
    );

    check('a port of the guest that nobody listens on refuses', () =>
      withVm('contract-refused', async (vm) => {
        const stream = await firstConnection(vm);
        expect(await codeOf(vm.sockets.connect(UNUSED_PORT, { timeoutMs: bootMs }))).not.toEqual(
          'it succeeded',
        );
        stream.destroy();
      }),
    );

    check('two VMs have ports of their own', async () => {
      const [one, other] = await Promise.all([create('contract-one'), create('contract-other')]);
      try {
        const streams = await Promise.all([firstConnection(one), firstConnection(other)]);
        expect(streams.length).toEqual(2);
      } finally {
        await Promise.all([one[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
      }
      expect(await leftBehind()).toEqual([]);
    });

    check('console lines are whole and hold no control characters', () =>
      withVm('contract-console', async (vm) => {
        const heard: string[] = [];
        using _ = vm.console.onLine((line) => void heard.push(line));
        await firstConnection(vm);
        expect(heard.length > 0).toEqual(true);
        expect(heard.filter((line) => /\p{Cc}/u.test(line))).toEqual([]);
        expect(vm.console.lastLines(0)).toEqual([]);
        expect(vm.console.lastLines(1)).toEqual(vm.console.lastLines(1_000).slice(-1));
      }),
    );

    check('stopping a running VM ends its processes and its sockets', () =>
      withVm('contract-stop', async (vm) => {
        const stream = await firstConnection(vm);
        const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
        stream.on('error', () => undefined).resume();
        await vm.stop();
        await vm.stop();
        await closed;
        expect({ reason: (await vm.exited).reason, pids: vm.pids() }).toEqual({
          reason: 'stopped',
          pids: [],
        });
      }),
    );

    check('a second start is refused, and the VM lives on', () =>
      withVm('contract-twice', async (vm) => {
        await firstConnection(vm);
        expect(await codeOf(vm.start())).not.toEqual('it succeeded');
        expect((await Promise.race([vm.exited, Promise.resolve(undefined)]))?.reason).toEqual(undefined);
      }),
    );

    check('a creation that is not wanted any more leaves nothing', async () => {
      expect(await codeOf(create('contract-aborted', AbortSignal.abort()))).toEqual('UVM_ABORTED');
      expect(await leftBehind()).toEqual([]);
    });

    if (make().capabilities.pause) {
      check('a paused VM comes back', () =>
        withVm('contract-pause', async (vm) => {
          const listener = await vm.sockets.listen(ENTROPY_PORT);
          await vm.start({ timeoutMs: bootMs });
          await vm.pause();
          await vm.resume();
          const stream = await listener.accept({ timeoutMs: bootMs });
          stream.destroy();
        }),
      );
    }
  });
};
