import type { ComputeSystem } from '../compute-host.js';
import { codeOf, listed, stateOf, type Contract } from './contract.js';
import { serviceTableUpdate } from './documents.js';

const PORT = 50_000;

/** Every call of a handle that needs it open. */
const uses: Readonly<Record<string, (system: ComputeSystem) => Promise<unknown>>> = {
  start: (system) => system.start(),
  terminate: (system) => system.terminate(),
  shutdown: (system) => system.shutdown(),
  pause: (system) => system.pause(),
  resume: (system) => system.resume(),
  save: (system) => system.save({ SaveType: 'AsTemplate' }),
  modify: (system) => system.modify(serviceTableUpdate),
  properties: (system) => system.properties(),
  listen: (system) => system.listen(PORT),
  connect: (system) => system.connect(PORT),
  subscribe: async (system) => system.subscribe(() => undefined),
};

/** Handles: what closing one does, and what it does not. */
export const handles = ({
  eventually,
  expect,
  check,
  withHost,
  withRunning,
  newId,
  documentOf,
}: Contract): void => {
  const codesOf = async (system: ComputeSystem): Promise<unknown> =>
    Object.fromEntries(
      await Promise.all(Object.entries(uses).map(async ([name, use]) => [name, await codeOf(use(system))])),
    );

  const allClosed = Object.fromEntries(Object.keys(uses).map((name) => [name, 'UVM_HCS_HANDLE_CLOSED']));

  check('closing twice is fine, and every call afterwards says that the handle is closed', () =>
    withRunning(async (system) => {
      await Promise.all([system.close(), system.close()]);
      expect(await codesOf(system)).toEqual(allClosed);
      await system[Symbol.asyncDispose]();
    }),
  );

  check('a closed handle still has its names', () =>
    withRunning(async (system) => {
      const { id, runtimeId } = system;
      await system.close();
      expect([system.id, system.runtimeId]).toEqual([id, runtimeId]);
    }),
  );

  check('closing one handle leaves the other, whichever was first', () =>
    withRunning(async (created, host) => {
      const opened = await host.open(created.id);
      await created.close();
      expect(await stateOf(opened)).toEqual('Running');
      const third = await host.open(created.id);
      await opened.close();
      expect(await stateOf(third)).toEqual('Running');
    }),
  );

  check('the last handle takes the system along when the document says so', () =>
    withRunning(async (system, host) => {
      const { id } = system;
      const other = await host.open(id);
      await system.close();
      await other.close();
      await eventually('the system to be listed no more', async () => (await listed(host, id)).length === 0);
      expect(await codeOf(host.open(id))).toEqual('UVM_HCS_SYSTEM_NOT_FOUND');
    }),
  );

  check('otherwise the system outlives its handles, and can be opened again', () =>
    withHost(async (host) => {
      const id = newId();
      const system = await host.create(id, documentOf(id, { ShouldTerminateOnLastHandleClosed: false }));
      await system.start();
      await system.close();
      const again = await host.open(id);
      expect(await stateOf(again)).toEqual('Running');
      await again.terminate();
      expect((await again.exited).ExitType).toEqual('ForcedExit');
    }),
  );

  check('a host that closes, twice, closes every handle that it gave out', () =>
    withRunning(async (created, host) => {
      const opened = await host.open(created.id);
      await host.close();
      expect([await codesOf(created), await codesOf(opened)]).toEqual([allClosed, allClosed]);
      await host[Symbol.asyncDispose]();
    }),
  );

  check('a closed host makes and opens no systems', () =>
    withHost(async (host) => {
      const id = newId();
      await host.close();
      expect([await codeOf(host.create(id, documentOf(id))), await codeOf(host.open(id))]).toEqual([
        'UVM_HCS_HANDLE_CLOSED',
        'UVM_HCS_HANDLE_CLOSED',
      ]);
    }),
  );

  check('a handle of a stopped system can be closed', () =>
    withRunning(async (system) => {
      await system.terminate();
      await system.exited;
      await system.close();
      expect(await codeOf(system.properties())).toEqual('UVM_HCS_HANDLE_CLOSED');
    }),
  );
};
