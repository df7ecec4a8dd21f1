import type { ComputeSystem } from '../compute-host.js';
import { codeOf, listed, OWNER, stateOf, type Contract } from './contract.js';

const CYCLES = 20;

/** From creation to the end, as callers go through it. */
export const lifeCycle = ({
  harness,
  expect,
  check,
  withHost,
  withSystem,
  withRunning,
  ...make
}: Contract) => {
  const { newId, documentOf, expectNothingLeft } = make;

  /** What properties say, without what a host may add. */
  const baseOf = async (system: ComputeSystem): Promise<object> => {
    const { Id, SystemType, RuntimeOsType, Owner, RuntimeId, State, Stopped, ExitType } =
      await system.properties();
    return { Id, SystemType, RuntimeOsType, Owner, RuntimeId, State, Stopped, ExitType };
  };

  const base = ({ id, runtimeId }: ComputeSystem): object => ({
    Id: id,
    SystemType: 'VirtualMachine',
    RuntimeOsType: 'Linux',
    Owner: OWNER,
    RuntimeId: runtimeId,
  });

  check('a new system is listed with its base properties and has not started', () =>
    withSystem(async (system, host) => {
      expect(await baseOf(system)).toEqual({ ...base(system), State: 'Created' });
      expect((await listed(host, system.id)).map(({ Id, State }) => ({ Id, State }))).toEqual([
        { Id: system.id, State: 'Created' },
      ]);
    }),
  );

  check('a start makes it run, for every handle', () =>
    withSystem(async (system, host) => {
      const other = await host.open(system.id);
      await system.start();
      expect([await stateOf(system), await stateOf(other)]).toEqual(['Running', 'Running']);
    }),
  );

  check('of two starts at the same time one succeeds', () =>
    withSystem(async (system) => {
      const codes = await Promise.all([codeOf(system.start()), codeOf(system.start())]);
      expect(codes.toSorted()).toEqual(['UVM_HCS_INVALID_STATE', 'it succeeded']);
      expect(await stateOf(system)).toEqual('Running');
    }),
  );

  check('a system that never started can be terminated', () =>
    withSystem(async (system) => {
      await system.terminate();
      expect((await system.exited).ExitType).toEqual('ForcedExit');
    }),
  );

  check('a terminated system answers only for its end', () =>
    withRunning(async (system) => {
      await system.terminate();
      expect((await system.exited).ExitType).toEqual('ForcedExit');
      expect(await baseOf(system)).toEqual({ ...base(system), Stopped: true, ExitType: 'ForcedExit' });
    }),
  );

  check('a termination overtakes a start', () =>
    withSystem(async (system) => {
      const started = codeOf(system.start());
      await system.terminate();
      expect((await system.exited).ExitType).toEqual('ForcedExit');
      await started;
      expect((await system.properties()).Stopped).toEqual(true);
    }),
  );

  if (harness.can.pause) {
    check('a paused system comes back, more than once', () =>
      withRunning(async (system) => {
        const states: unknown[] = [];
        for (let round = 0; round < 2; round += 1) {
          await system.pause();
          states.push(await stateOf(system));
          await system.resume();
          states.push(await stateOf(system));
        }
        expect(states).toEqual(['Paused', 'Running', 'Paused', 'Running']);
      }),
    );
  }

  if (harness.can.shutdown) {
    check('a guest that is asked to end exits in order', () =>
      withRunning(async (system) => {
        await system.shutdown();
        expect((await system.exited).ExitType).toEqual('GracefulExit');
        expect((await system.properties()).ExitType).toEqual('GracefulExit');
      }),
    );
  }

  check(`${CYCLES} systems one after the other leave nothing`, () =>
    withHost(async (host) => {
      const id = newId();
      for (let cycle = 0; cycle < CYCLES; cycle += 1) {
        const system = await host.create(`${id}-${cycle}`, documentOf(id));
        await system.start();
        await system.terminate();
        await system.exited;
        await system.close();
      }
      await expectNothingLeft();
    }),
  );
};
