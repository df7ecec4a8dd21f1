import { codeOf, type Contract } from './contract.js';
import { readAll, readBytes, write } from './streams.js';
import type { GuestOf } from './ways-to-connect.js';

const PORT = 50_000;
const PATIENCE_MS = 20;

/** How the host waits for connections of its guest. */
export const listeners = (
  { expect, check, withSystem, withRunning, own }: Contract,
  guestOf: GuestOf,
): void => {
  check('a listener that is there before the start hears the guest', () =>
    withSystem(async (system) => {
      await using listener = await system.listen(PORT);
      await system.start();
      const [stream, dialled] = await Promise.all([listener.accept(), guestOf(system.runtimeId).dial(PORT)]);
      own(dialled).end('hello');
      expect({ port: listener.port, heard: String(await readAll(own(stream))) }).toEqual({
        port: PORT,
        heard: 'hello',
      });
    }),
  );

  check('the guest is refused where nobody listens, and where a listener has closed', () =>
    withRunning(async (system) => {
      const guest = guestOf(system.runtimeId);
      const never = await codeOf(guest.dial(PORT));
      const listener = await system.listen(PORT);
      await listener.close();
      const nowhere = await codeOf(guest.dial(PORT));
      expect([never, nowhere].includes('it succeeded')).toEqual(false);
    }),
  );

  check('connections wait until they are accepted, the oldest first', () =>
    withRunning(async (system) => {
      const guest = guestOf(system.runtimeId);
      await using listener = await system.listen(PORT);
      const names = ['first', 'second', 'third'];
      for (const name of names) await write(own(await guest.dial(PORT)), name);
      const heard: string[] = [];
      for (const name of names) {
        heard.push(String(await readBytes(own(await listener.accept()), name.length)));
      }
      expect(heard).toEqual(names);
    }),
  );

  check('closing twice is fine, ends the wait for a connection and leaves the accepted ones', () =>
    withRunning(async (system) => {
      const listener = await system.listen(PORT);
      const [stream, dialled] = await Promise.all([listener.accept(), guestOf(system.runtimeId).dial(PORT)]);
      const waiting = codeOf(listener.accept());
      await listener.close();
      await listener.close();
      await listener[Symbol.asyncDispose]();
      expect([await waiting, await codeOf(listener.accept())].includes('it succeeded')).toEqual(false);
      await write(own(stream), 'still here');
      expect(String(await readBytes(own(dialled), 10))).toEqual('still here');
    }),
  );

  check('a port has one listener at a time', () =>
    withRunning(async (system) => {
      const first = await system.listen(PORT);
      expect((await codeOf(system.listen(PORT))) === 'it succeeded').toEqual(false);
      await first.close();
      await using second = await system.listen(PORT);
      const [stream] = await Promise.all([second.accept(), guestOf(system.runtimeId).dial(PORT).then(own)]);
      own(stream).destroy();
    }),
  );

  check('whoever stops waiting for a connection takes none', () =>
    withRunning(async (system) => {
      await using listener = await system.listen(PORT);
      expect([
        await codeOf(listener.accept({ timeoutMs: PATIENCE_MS })),
        await codeOf(listener.accept({ signal: AbortSignal.timeout(PATIENCE_MS) })),
        await codeOf(listener.accept({ signal: AbortSignal.abort() })),
      ]).toEqual(['UVM_TIMEOUT', 'UVM_ABORTED', 'UVM_ABORTED']);
      const [stream, dialled] = await Promise.all([listener.accept(), guestOf(system.runtimeId).dial(PORT)]);
      own(dialled).end('for the one who waits');
      expect(String(await readAll(own(stream)))).toEqual('for the one who waits');
    }),
  );

  check('the end of the system ends the wait for a connection', () =>
    withRunning(async (system) => {
      const listener = await system.listen(PORT);
      const waiting = codeOf(listener.accept());
      await system.terminate();
      expect((await waiting) === 'it succeeded').toEqual(false);
      await listener.close();
    }),
  );
};
