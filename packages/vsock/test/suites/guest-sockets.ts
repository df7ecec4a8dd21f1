import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { GuestSockets } from '@uvmkit/vmutils';

export interface SocketsUnderTest {
  readonly host: GuestSockets;
  readonly guest: GuestSockets;
  readonly end: () => void;
}

type Ends = readonly [from: GuestSockets, to: GuestSockets];

/** Reads to end-of-file. Unlike `for await` it leaves the other direction open. */
const bytesOf = (stream: Duplex): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => resolve(Buffer.concat(chunks)));
    stream.once('error', reject);
  });
const text = async (stream: Duplex): Promise<string> => (await bytesOf(stream)).toString();
const errorOf = (stream: Duplex): Promise<Error> => new Promise((resolve) => stream.once('error', resolve));
const closeOf = (stream: Duplex): Promise<unknown> => new Promise((resolve) => stream.once('close', resolve));
const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it succeeded',
    (error: { code?: unknown }) => error.code,
  );

/** What guest sockets promise, whatever carries them. */
export const guestSocketsSuite = (name: string, make: () => SocketsUnderTest): void => {
  describe(`guest sockets: ${name}`, () => {
    let sockets: SocketsUnderTest;
    beforeEach(() => {
      sockets = make();
    });
    afterEach(() => sockets.end());

    const directions = [
      ['guest to host', (): Ends => [sockets.guest, sockets.host]],
      ['host to guest', (): Ends => [sockets.host, sockets.guest]],
    ] as const;

    describe.each(directions)('%s', (_, ends) => {
      const connected = async (port = 5): Promise<readonly [client: Duplex, server: Duplex]> => {
        const [from, to] = ends();
        const listener = await to.listen(port);
        const [client, server] = await Promise.all([
          from.connect(port),
          listener.accept({ timeoutMs: 5_000 }),
        ]);
        return [client, server];
      };

      test('bytes go both ways', async () => {
        const [client, server] = await connected();
        client.end('question');
        expect(await text(server)).toBe('question');
        server.end('answer');
        expect(await text(client)).toBe('answer');
      });

      test('after end-of-file in one direction the other stays open', async () => {
        const [client, server] = await connected();
        server.end();
        expect(await text(client)).toBe('');
        client.write('still ');
        await turn();
        client.end('here');
        expect(await text(server)).toBe('still here');
      });

      test('both streams close when both directions have ended', async () => {
        const [client, server] = await connected();
        const closed = Promise.all([closeOf(client), closeOf(server)]);
        client.resume().end();
        server.resume().end();
        await closed;
        expect([client.errored, server.errored]).toEqual([null, null]);
      });

      test('destroying one end resets the other', async () => {
        const [client, server] = await connected();
        const error = errorOf(server);
        client.destroy();
        expect(await error).toMatchObject({ code: 'UVM_VSOCK_RESET' });
      });

      test('a reset connection that nobody watches harms nothing', async () => {
        const [from, to] = ends();
        const listener = await to.listen(6);
        (await from.connect(6)).destroy();
        for (let i = 0; i < 5; i++) await turn();
        const [client, server] = await connected(7);
        client.end('fine');
        expect(await text(server)).toBe('fine');
        await listener.close();
      });

      test('a port without listener refuses', async () => {
        const [from] = ends();
        expect(await codeOf(from.connect(9))).toBe('UVM_VSOCK_REFUSED');
      });

      test('what was sent before accept() is there', async () => {
        const [from, to] = ends();
        const listener = await to.listen(8);
        (await from.connect(8)).end('early');
        await turn();
        expect(await text(await listener.accept())).toBe('early');
      });

      test('connections are accepted in the order in which they came', async () => {
        const [from, to] = ends();
        const listener = await to.listen(8);
        for (const word of ['one', 'two', 'three']) (await from.connect(8)).end(word);
        const words = [];
        for (let i = 0; i < 3; i++) words.push(await text(await listener.accept()));
        expect(words).toEqual(['one', 'two', 'three']);
      });

      test('a listener holds 128 connections and refuses the next', async () => {
        const [from, to] = ends();
        await to.listen(8);
        for (let i = 0; i < 128; i++) await from.connect(8);
        expect(await codeOf(from.connect(8))).toBe('UVM_VSOCK_REFUSED');
      });

      test('a port has one listener at a time', async () => {
        const [, to] = ends();
        const first = await to.listen(4);
        expect(await codeOf(to.listen(4))).toBe('UVM_VSOCK_PORT_IN_USE');
        await first.close();
        await first.close();
        await expect(to.listen(4)).resolves.toMatchObject({ port: 4 });
      });

      test('closing a listener rejects its waits, resets its queue, and spares what was accepted', async () => {
        const [from, to] = ends();
        const listener = await to.listen(4);
        const [kept, server] = await Promise.all([from.connect(4), listener.accept()]);
        const waiting = codeOf(listener.accept());
        await listener.close();
        expect(await waiting).toBe('UVM_VSOCK_LISTENER_CLOSED');
        expect(await codeOf(listener.accept())).toBe('UVM_VSOCK_LISTENER_CLOSED');
        expect(await codeOf(from.connect(4))).toBe('UVM_VSOCK_REFUSED');
        kept.end('alive');
        expect(await text(server)).toBe('alive');
      });

      test('an aborted accept() takes no connection', async () => {
        const [from, to] = ends();
        const listener = await to.listen(4);
        const abort = new AbortController();
        const aborted = codeOf(listener.accept({ signal: abort.signal }));
        abort.abort();
        expect(await aborted).toBe('UVM_ABORTED');
        (await from.connect(4)).end('for the next');
        expect(await text(await listener.accept())).toBe('for the next');
      });

      test('accept() ends at its deadline', async () => {
        const [, to] = ends();
        const listener = await to.listen(4);
        expect(await codeOf(listener.accept({ timeoutMs: 1 }))).toBe('UVM_TIMEOUT');
      });

      test('a connection that is not read stops its writer and nobody else', async () => {
        const [from, to] = ends();
        const [stuck, unread] = await connected(20);
        const block = Buffer.alloc(65_536, 1);
        let sent = 0;
        const fill = (): void => {
          do sent += block.length;
          while (stuck.write(block) && sent < 64 * 1_048_576);
        };
        stuck.on('drain', fill);
        fill();
        for (let i = 0; i < 50; i++) await turn();
        expect(sent).toBeLessThan(2 * 1_048_576);

        const listener = await to.listen(21);
        const [lively, server] = await Promise.all([from.connect(21), listener.accept()]);
        lively.end('through');
        expect(await text(server)).toBe('through');

        stuck.off('drain', fill);
        let received = 0;
        unread.on('data', (chunk: Buffer) => (received += chunk.length));
        stuck.end();
        await new Promise((resolve) => unread.once('end', resolve));
        expect(received).toBe(sent);
      });

      test('large transfers arrive whole in both directions at once', async () => {
        const [client, server] = await connected();
        const there = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7) & 255));
        const back = Buffer.from(Array.from({ length: 2_000_000 }, (_, i) => (i * 13) & 255));
        client.end(there);
        server.end(back);
        const [atServer, atClient] = await Promise.all([bytesOf(server), bytesOf(client)]);
        expect(atServer.equals(there)).toBe(true);
        expect(atClient.equals(back)).toBe(true);
      });

      test('a writer may use its buffer again once it is called back', async () => {
        const [client, server] = await connected();
        const buffer = Buffer.from('first');
        await new Promise<void>((resolve) => client.write(buffer, () => resolve()));
        buffer.write('other');
        client.end(buffer);
        expect(await text(server)).toBe('firstother');
      });
    });

    test('what had arrived completely survives the end of the channel', async () => {
      const listener = await sockets.host.listen(3);
      const [client, server] = await Promise.all([sockets.guest.connect(3), listener.accept()]);
      client.end('last words');
      for (let i = 0; i < 5; i++) await turn();
      sockets.end();
      for (let i = 0; i < 5; i++) await turn();
      expect(await text(server)).toBe('last words');
    });

    test('the end of the channel fails waits, connections and new attempts', async () => {
      const listener = await sockets.host.listen(3);
      const [client, server] = await Promise.all([sockets.guest.connect(3), listener.accept()]);
      const failures = Promise.all([errorOf(client), errorOf(server)]);
      sockets.end();
      const codes = (await failures).map((error) => (error as { code?: string }).code);
      expect(codes).toEqual(['UVM_VSOCK_CLOSED', 'UVM_VSOCK_CLOSED']);
      expect(await codeOf(sockets.guest.connect(3))).toBe('UVM_VSOCK_CLOSED');
      expect(await codeOf(sockets.host.connect(3))).toBe('UVM_VSOCK_CLOSED');
    });
  });
};
