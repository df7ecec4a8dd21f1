import type { ComputeHost, ComputeSystem, SystemEvent } from '../compute-host.js';
import { codeOf, listed, type Contract } from './contract.js';

/** How the end of a system is heard of. */
export const ends = ({
  harness,
  eventually,
  expect,
  check,
  withHost,
  withRunning,
  newId,
  documentOf,
}: Contract): void => {
  /** What one handle hears, one word an event. */
  const hearings = (system: ComputeSystem): string[] => {
    const heard: string[] = [];
    system.subscribe((event) => heard.push(wordOf(event)));
    return heard;
  };

  /** Runs `use` with a running system, and then looks at what was heard once no more can come. */
  const hear = (
    use: (system: ComputeSystem, host: ComputeHost) => Promise<readonly string[][]>,
    expected: readonly string[][],
  ): Promise<void> => {
    let heard: readonly string[][] = [];
    return withRunning(async (system, host) => {
      heard = await use(system, host);
    }).then(() => expect(heard).toEqual(expected));
  };

  check('every handle hears of it once', () =>
    hear(
      async (system, host) => {
        const other = await host.open(system.id);
        const heard = [hearings(system), hearings(other)];
        await system.terminate();
        await eventually('the end to be heard', () => heard.every(({ length }) => length > 0));
        return heard;
      },
      [['SystemExited ForcedExit'], ['SystemExited ForcedExit']],
    ),
  );

  check('one listener on two handles hears of it from each', () =>
    hear(
      async (system, host) => {
        const other = await host.open(system.id);
        const heard: string[] = [];
        const listener = (event: SystemEvent): void => void heard.push(wordOf(event));
        system.subscribe(listener);
        other.subscribe(listener);
        await system.terminate();
        await eventually('the end to be heard', () => heard.length >= 2);
        return [heard];
      },
      [['SystemExited ForcedExit', 'SystemExited ForcedExit']],
    ),
  );

  check('a subscription that was disposed of hears nothing', () =>
    hear(
      async (system) => {
        const silent: string[] = [];
        const subscription = system.subscribe((event) => silent.push(wordOf(event)));
        const heard = hearings(system);
        subscription[Symbol.dispose]();
        subscription[Symbol.dispose]();
        await system.terminate();
        await eventually('the end to be heard', () => heard.length > 0);
        return [silent, heard];
      },
      [[], ['SystemExited ForcedExit']],
    ),
  );

  check('a subscriber that joins after the end hears nothing', () =>
    hear(
      async (system) => {
        const early = hearings(system);
        await system.terminate();
        await system.exited;
        await eventually('the end to be heard', () => early.length > 0);
        return [hearings(system)];
      },
      [[]],
    ),
  );

  check('a handle that was closed hears nothing', () =>
    hear(
      async (system, host) => {
        const other = await host.open(system.id);
        const closed = hearings(other);
        const heard = hearings(system);
        await other.close();
        await system.terminate();
        await eventually('the end to be heard', () => heard.length > 0);
        return [closed, heard];
      },
      [[], ['SystemExited ForcedExit']],
    ),
  );

  check('a listener is never called from inside the call that causes the event', () =>
    withRunning(async (system) => {
      let inside = true;
      const heardInside = new Promise<boolean>((resolve) => system.subscribe(() => resolve(inside)));
      const terminated = system.terminate();
      inside = false;
      await terminated;
      expect(await heardInside).toEqual(false);
    }),
  );

  check('a listener that throws takes the event from nobody', () =>
    hear(
      async (system, host) => {
        const other = await host.open(system.id);
        const before = hearings(system);
        system.subscribe(() => {
          throw new Error('a listener of the contract suite throws');
        });
        const heard = [before, hearings(system), hearings(other)];
        await system.terminate();
        expect([(await system.exited).ExitType, (await other.exited).ExitType]).toEqual([
          'ForcedExit',
          'ForcedExit',
        ]);
        await eventually('the end to be heard', () => heard.every(({ length }) => length > 0));
        return heard;
      },
      [['SystemExited ForcedExit'], ['SystemExited ForcedExit'], ['SystemExited ForcedExit']],
    ),
  );

  check('`exited` of every handle resolves, that of an idle one too', () =>
    withHost(async (host) => {
      const id = newId();
      const system = await host.create(id, documentOf(id));
      const other = await host.open(id);
      await other.terminate();
      expect([(await system.exited).ExitType, (await other.exited).ExitType]).toEqual([
        'ForcedExit',
        'ForcedExit',
      ]);
    }),
  );

  if (harness.exit === undefined) return;
  for (const [how, exitType] of [
    ['powerOff', 'GracefulExit'],
    ['crash', 'UnexpectedExit'],
  ] as const) {
    check(`a guest that ends by ${how} is heard of as ${exitType}, once, by every handle`, () =>
      hear(
        async (system, host) => {
          const other = await host.open(system.id);
          const heard = [hearings(system), hearings(other)];
          await harness.exit?.(system, how);
          expect([(await system.exited).ExitType, (await other.exited).ExitType]).toEqual([
            exitType,
            exitType,
          ]);
          const { Stopped, ExitType } = await system.properties();
          expect({ Stopped, ExitType }).toEqual({ Stopped: true, ExitType: exitType });
          expect(await codeOf(system.terminate())).toEqual('UVM_HCS_SYSTEM_ALREADY_STOPPED');
          await eventually(
            'the system to be listed no more',
            async () => (await listed(host, system.id)).length === 0,
          );
          await eventually('the end to be heard', () => heard.every(({ length }) => length > 0));
          return heard;
        },
        [[`SystemExited ${exitType}`], [`SystemExited ${exitType}`]],
      ),
    );
  }
};

const wordOf = (event: SystemEvent): string =>
  event.type === 'SystemExited' ? `${event.type} ${event.status.ExitType}` : event.type;
