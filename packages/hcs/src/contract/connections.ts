import { setImmediate } from 'node:timers/promises';
import type { ComputeSystem } from '../compute-host.js';
import { codeOf, type Contract } from './contract.js';
import { closed, digest, pattern, pump, readAll, readBytes, write } from './streams.js';
import { waysToConnect, type Connection, type GuestOf } from './ways-to-connect.js';

const PORT = 50_000;
const CONNECTIONS = 32;
const MESSAGE_BYTES = 100_000;

/** What travels between host and guest, whoever of them connected. */
export const connections = (contract: Contract, guestOf: GuestOf): void => {
  const { harness, expect, check, withHost, withRunning, newId, documentOf, own } = contract;

  for (const [how, connect] of waysToConnect(contract)) {
    const withConnection = (use: (connection: Connection, system: ComputeSystem) => Promise<void>) =>
      withRunning(async (system) => {
        const connection = await connect(system, guestOf(system.runtimeId), PORT);
        await use(connection, system);
      });

    check(`${how}: both speak and hear`, () =>
      withConnection(async ({ host, guest }) => {
        await write(host, 'question');
        expect(String(await readBytes(guest, 8))).toEqual('question');
        await write(guest, 'answer');
        expect(String(await readBytes(host, 6))).toEqual('answer');
      }),
    );

    for (const [who, firstOf, lastOf] of [
      ['host', (c: Connection) => c.host, (c: Connection) => c.guest],
      ['guest', (c: Connection) => c.guest, (c: Connection) => c.host],
    ] as const) {
      check(`${how}: when the ${who} ends its side, the other side goes on`, () =>
        withConnection(async (connection) => {
          const first = firstOf(connection);
          const last = lastOf(connection);
          first.end('the first has said all');
          expect(String(await readAll(last))).toEqual('the first has said all');
          // Not in the same breath: a host that closes both sides at end-of-file has the time to do so.
          for (let turn = 0; turn < 10; turn += 1) await setImmediate();
          await write(last, 'the last goes on, ');
          for (let turn = 0; turn < 10; turn += 1) await setImmediate();
          last.end('and ends');
          expect(String(await readAll(first))).toEqual('the last goes on, and ends');
        }),
      );

      check(`${how}: a stream that the ${who} destroys ends for the other`, () =>
        withConnection(async (connection) => {
          const other = lastOf(connection);
          firstOf(connection).destroy();
          await readAll(other).catch(() => undefined);
          other.destroy();
          await closed(other);
        }),
      );
    }

    check(`${how}: the end of the system ends the stream`, () =>
      withConnection(async ({ host }, system) => {
        host.resume();
        await system.terminate();
        await closed(host);
      }),
    );

    check(`${how}: ${CONNECTIONS} at once keep their bytes apart`, () =>
      withRunning(async (system) => {
        const guest = guestOf(system.runtimeId);
        const all = await Promise.all(
          Array.from({ length: CONNECTIONS }, (_, index) => connect(system, guest, PORT + index)),
        );
        const said = all.map((_, index) => Buffer.concat([Buffer.of(index), pattern(MESSAGE_BYTES)]));
        const heard = await Promise.all(
          all.map(async ({ host, guest: far }, index) => {
            far.pipe(far);
            const sent = pump(host, said[index] as Buffer).done.then(() => host.end());
            const [back] = await Promise.all([readAll(host), sent]);
            return digest(back);
          }),
        );
        expect(heard).toEqual(said.map(digest));
      }),
    );
  }

  check('a port of the guest that nobody listens on refuses', () =>
    withRunning(async (system) => {
      const code = await codeOf(system.connect(PORT, { timeoutMs: harness.deadlineMs / 2 }));
      expect({ code, isOurs: code.startsWith('UVM_') }).toEqual({ code, isOurs: true });
    }),
  );

  check('a connection that was cancelled beforehand is not made', () =>
    withRunning(async (system) => {
      const listener = await guestOf(system.runtimeId).listen(PORT);
      const code = await codeOf(system.connect(PORT, { signal: AbortSignal.abort() }));
      await listener.close();
      expect(code).toEqual('UVM_ABORTED');
    }),
  );

  check('two systems have ports of their own', () =>
    withHost(async (host) => {
      const systems = await Promise.all(
        ['one', 'other'].map(async (name) => {
          const id = `${newId()}-${name}`;
          const system = await host.create(id, documentOf(id));
          await system.start();
          return { name, listener: await system.listen(PORT), guest: guestOf(system.runtimeId) };
        }),
      );
      const heard = await Promise.all(
        systems.map(async ({ name, listener, guest }) => {
          const [stream, dialled] = await Promise.all([listener.accept(), guest.dial(PORT)]);
          own(dialled).end(name);
          const text = String(await readAll(own(stream)));
          stream.end();
          return text;
        }),
      );
      expect(heard).toEqual(['one', 'other']);
    }),
  );
};
