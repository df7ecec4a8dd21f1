import type { WaitOptions } from '@uvmkit/vmutils';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ComputeHost, ComputeSystem } from '../compute-host.js';
import { codeOf, listed, stateOf, type Contract } from './contract.js';
import { serviceTableUpdate } from './documents.js';

/** How long a call is held up that the caller does not wait for, and how long the caller waits. */
const DELAY_MS = 100;
const PATIENCE_MS = 10;

/** Callers who do not want to wait any longer, or never did. */
export const cancellation = (contract: Contract): void => {
  const {
    harness,
    eventually,
    expect,
    check,
    withHost,
    withSystem,
    withRunning,
    newId,
    documentOf,
    expectNothingLeft,
  } = contract;
  const aborted: WaitOptions = { signal: AbortSignal.abort() };

  check('a creation that was cancelled beforehand makes nothing', () =>
    withHost(async (host) => {
      const id = newId();
      expect(await codeOf(host.create(id, documentOf(id), aborted))).toEqual('UVM_ABORTED');
      expect(await listed(host, id)).toEqual([]);
      expect((await host.create(id, documentOf(id))).id).toEqual(id);
    }),
  );

  check('a start that was cancelled beforehand starts nothing', () =>
    withSystem(async (system) => {
      expect(await codeOf(system.start(aborted))).toEqual('UVM_ABORTED');
      expect(await stateOf(system)).toEqual('Created');
    }),
  );

  check('no other call that was cancelled beforehand does anything', () =>
    withRunning(async (system, host) => {
      const { id } = system;
      expect({
        service: await codeOf(host.properties({ PropertyTypes: ['Basic'] }, aborted)),
        open: await codeOf(host.open(id, aborted)),
        enumerate: await codeOf(host.enumerate({ Ids: [id] }, aborted)),
        properties: await codeOf(system.properties({}, aborted)),
        shutdown: await codeOf(system.shutdown({}, aborted)),
        pause: await codeOf(system.pause(aborted)),
        modify: await codeOf(system.modify(serviceTableUpdate, aborted)),
        terminate: await codeOf(system.terminate(aborted)),
        state: await stateOf(system),
      }).toEqual({
        service: 'UVM_ABORTED',
        open: 'UVM_ABORTED',
        enumerate: 'UVM_ABORTED',
        properties: 'UVM_ABORTED',
        shutdown: 'UVM_ABORTED',
        pause: 'UVM_ABORTED',
        modify: 'UVM_ABORTED',
        terminate: 'UVM_ABORTED',
        state: 'Running',
      });
    }),
  );

  if (harness.delay === undefined) return;
  const delay = harness.delay.bind(harness);

  /** The two ways in which a caller stops waiting, once a call is under way. */
  const impatience: readonly (readonly [string, string, () => WaitOptions])[] = [
    ['is cancelled', 'UVM_ABORTED', () => ({ signal: AbortSignal.timeout(PATIENCE_MS) })],
    ['takes too long', 'UVM_TIMEOUT', () => ({ timeoutMs: PATIENCE_MS })],
  ];

  /** The id can be had again, once the host has cleared away what nobody waits for. */
  const becomesFree = async (host: ComputeHost, id: string): Promise<ComputeSystem> => {
    let system: ComputeSystem | undefined;
    let code = '';
    await eventually('the id to become free', async () => {
      code = await codeOf(host.create(id, documentOf(id)).then((made) => (system = made)));
      return code !== 'UVM_HCS_SYSTEM_ALREADY_EXISTS';
    });
    expect(code).toEqual('it succeeded');
    return system as ComputeSystem;
  };

  for (const [what, code, impatient] of impatience) {
    check(`a creation that ${what} leaves nothing, and its id becomes free`, () =>
      withHost(async (host) => {
        const id = newId();
        delay('create', DELAY_MS);
        expect(await codeOf(host.create(id, documentOf(id), impatient()))).toEqual(code);
        // What the host was held up with is over by then, and may have brought something about.
        await sleep(2 * DELAY_MS);
        await expectNothingLeft();
        const system = await becomesFree(host, id);
        expect(await stateOf(system)).toEqual('Created');
      }),
    );

    check(`a host that closes while a creation that ${what} is under way leaves nothing`, () =>
      withHost(async (host) => {
        const id = newId();
        delay('create', DELAY_MS);
        expect(await codeOf(host.create(id, documentOf(id), impatient()))).toEqual(code);
      }),
    );

    check(`a system whose start ${what} can be ended`, () =>
      withSystem(async (system) => {
        delay('start', DELAY_MS);
        expect(await codeOf(system.start(impatient()))).toEqual(code);
        const ended = await codeOf(system.terminate());
        expect(ended === 'it succeeded' || ended === 'UVM_HCS_SYSTEM_ALREADY_STOPPED').toEqual(true);
        await system.exited;
        expect((await system.properties()).Stopped).toEqual(true);
      }),
    );
  }
};
