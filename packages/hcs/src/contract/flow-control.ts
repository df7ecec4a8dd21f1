import { setImmediate } from 'node:timers/promises';
import type { Contract } from './contract.js';
import { digest, pattern, pump, readAll } from './streams.js';
import { waysToConnect, type Connection, type GuestOf } from './ways-to-connect.js';

const PORT = 50_000;
const ECHO_BYTES = 4 * 1024 * 1024;
/** More than the buffers of any host hold, so that a writer whose reader sleeps has to wait. */
const FLOOD_BYTES = 32 * 1024 * 1024;

/** What happens when one side is slower than the other. */
export const flowControl = (contract: Contract, guestOf: GuestOf): void => {
  const { expect, check, withRunning } = contract;

  for (const [how, connect] of waysToConnect(contract)) {
    const withConnection = (use: (connection: Connection) => Promise<void>): Promise<void> =>
      withRunning(async (system) => use(await connect(system, guestOf(system.runtimeId), PORT)));

    check(`${how}: 4 MiB come back whole to a slow reader`, () =>
      withConnection(async ({ host, guest }) => {
        guest.pipe(guest);
        const bytes = pattern(ECHO_BYTES);
        const sent = pump(host, bytes).done.then(() => host.end());
        const [back] = await Promise.all([readAll(host, () => setImmediate()), sent]);
        expect(digest(back)).toEqual(digest(bytes));
      }),
    );

    for (const [who, writerOf, readerOf] of [
      ['host', (c: Connection) => c.host, (c: Connection) => c.guest],
      ['guest', (c: Connection) => c.guest, (c: Connection) => c.host],
    ] as const) {
      check(`${how}: the ${who} waits while nobody reads, and nothing is lost`, () =>
        withConnection(async (connection) => {
          const bytes = pattern(FLOOD_BYTES);
          const writer = writerOf(connection);
          const { done, stalled } = pump(writer, bytes);
          expect((await stalled()) < FLOOD_BYTES).toEqual(true);
          const sent = done.then(() => writer.end());
          const [back] = await Promise.all([readAll(readerOf(connection)), sent]);
          expect(digest(back)).toEqual(digest(bytes));
        }),
      );
    }
  }
};
