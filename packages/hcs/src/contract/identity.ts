import { randomUUID } from 'node:crypto';
import { codeOf, listed, OWNER, type Contract } from './contract.js';

/** Ids, and how systems are found by them. */
export const identity = ({ eventually, expect, check, withHost, newId, documentOf }: Contract): void => {
  const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  check('a system whose id is a GUID has it as its RuntimeId', () =>
    withHost(async (host) => {
      const id = randomUUID().toUpperCase();
      const system = await host.create(id, documentOf(id));
      expect({ id: system.id, runtimeId: system.runtimeId }).toEqual({ id, runtimeId: id.toLowerCase() });
    }),
  );

  check('every other system gets a RuntimeId, the same one for every handle', () =>
    withHost(async (host) => {
      const id = newId();
      const created = await host.create(id, documentOf(id));
      const opened = await host.open(id);
      const { RuntimeId } = await opened.properties();
      expect(GUID.test(created.runtimeId)).toEqual(true);
      expect([opened.runtimeId, RuntimeId]).toEqual([created.runtimeId, created.runtimeId]);
    }),
  );

  check('a system is opened by its id in any case, and keeps its own spelling', () =>
    withHost(async (host) => {
      const id = newId();
      await host.create(id, documentOf(id));
      const opened = await host.open(id.toUpperCase());
      expect([opened.id, (await opened.properties()).Id]).toEqual([id, id]);
    }),
  );

  check('an id that nobody has is not found', () =>
    withHost(async (host) => {
      expect(await codeOf(host.open(newId()))).toEqual('UVM_HCS_SYSTEM_NOT_FOUND');
    }),
  );

  check('an id that somebody has is refused in any case, and its owner lives on', () =>
    withHost(async (host) => {
      const id = newId();
      const system = await host.create(id, documentOf(id));
      for (const same of [id, id.toUpperCase()]) {
        expect(await codeOf(host.create(same, documentOf(same)))).toEqual('UVM_HCS_SYSTEM_ALREADY_EXISTS');
      }
      expect((await system.properties()).State).toEqual('Created');
    }),
  );

  check('of two creations of one id at the same time one succeeds', () =>
    withHost(async (host) => {
      const id = newId();
      const codes = await Promise.all(
        [id, id.toUpperCase()].map((same) => codeOf(host.create(same, documentOf(same)))),
      );
      expect(codes.toSorted()).toEqual(['UVM_HCS_SYSTEM_ALREADY_EXISTS', 'it succeeded']);
      expect((await listed(host, id)).length).toEqual(1);
    }),
  );

  check('a stopped system is found no more, and its id is free', () =>
    withHost(async (host) => {
      const id = newId();
      const first = await host.create(id, documentOf(id));
      await first.terminate();
      await first.exited;
      await eventually(
        'the system to be gone',
        async () => (await codeOf(host.open(id))) === 'UVM_HCS_SYSTEM_NOT_FOUND',
      );
      await eventually('the system to be listed no more', async () => (await listed(host, id)).length === 0);
      const second = await host.create(id, documentOf(id));
      expect([(await second.properties()).State, (await first.properties()).Stopped]).toEqual([
        'Created',
        true,
      ]);
    }),
  );

  for (const [what, id] of [
    ['an empty id', ''],
    ['an id with a NUL in it', 'contract\0id'],
  ] as const) {
    check(`${what} is refused`, () =>
      withHost(async (host) => {
        expect(await codeOf(host.create(id, documentOf(id)))).toEqual('UVM_HCS_INVALID_ARGUMENT');
      }),
    );
  }

  check('systems are listed in order of creation, by id, owner and type', () =>
    withHost(async (host) => {
      const [a, b, c] = [newId(), newId(), newId()];
      const other = `${OWNER}, another`;
      // Not in the order of their names.
      for (const [id, Owner] of [
        [c, OWNER],
        [a, other],
        [b, OWNER],
      ] as const) {
        await host.create(id, documentOf(id, { Owner }));
      }
      const found = async (query: object): Promise<unknown> =>
        (await host.enumerate(query)).map(({ Id }) => Id).filter((id) => [a, b, c].includes(String(id)));
      expect({
        all: await found({}),
        one: await found({ Ids: [a] }),
        someInAnyCase: await found({ Ids: [b.toUpperCase(), c, newId()] }),
        owner: await found({ Owners: [OWNER] }),
        owners: await found({ Owners: [OWNER, other] }),
        both: await found({ Ids: [a, b], Owners: [other] }),
        type: await found({ Types: ['VirtualMachine'] }),
        otherType: await found({ Types: ['Container'] }),
        nobody: await found({ Ids: [newId()] }),
      }).toEqual({
        all: [c, a, b],
        one: [a],
        someInAnyCase: [c, b],
        owner: [c, b],
        owners: [c, a, b],
        both: [a],
        type: [c, a, b],
        otherType: [],
        nobody: [],
      });
    }),
  );
};
