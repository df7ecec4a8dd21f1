import type { ComputeSystem } from '@uvmkit/hcs';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { createNativeHost, type NativeHost } from '../src/index.js';
import { guestOf, type Guest } from './support/guest.js';
import { readAll } from './support/read-all.js';
import { leftovers, until } from './support/settled.js';
import { libraries, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const PORT = 0x4000_0000;
const RUNTIME_ID = '5f6c1f7e-6d53-4c4e-9f4b-0d8a2c2f7b11';
const code = (name: string): object => expect.objectContaining({ code: name });

/** The other end went away, in order or not. */
const endOf = (stream: Duplex): Promise<void> =>
  new Promise((resolve) => {
    stream.on('error', () => undefined);
    stream.on('end', () => stream.end());
    stream.on('close', resolve);
    stream.resume();
  });

withStandIn('Hyper-V sockets of a native host', () => {
  let standIn: StandIn;
  let host: NativeHost;
  let system: ComputeSystem;
  let guest: Guest;

  beforeAll(() => {
    standIn = openStandIn();
  });
  beforeEach(async () => {
    standIn.reset();
    host = createNativeHost({ libraries });
    system = await host.create(RUNTIME_ID, { SchemaVersion: { Major: 2, Minor: 1 }, VirtualMachine: {} });
    guest = guestOf(standIn, system.runtimeId);
  });
  afterEach(async () => {
    await host.close();
    await until(() => Object.keys(leftovers(standIn)).length === 0).catch(() => undefined);
    expect(leftovers(standIn)).toEqual({});
  });

  const bothEnds = async (): Promise<{ ours: Duplex; theirs: Duplex }> => {
    await using listener = await system.listen(PORT);
    const [theirs, ours] = await Promise.all([guest.dial(PORT), listener.accept()]);
    return { ours, theirs };
  };

  test('the end of one direction leaves the other open, whoever ends first', async () => {
    const first = await bothEnds();
    first.ours.end('question');
    expect((await readAll(first.theirs)).toString()).toBe('question');
    first.theirs.end('answer');
    expect((await readAll(first.ours)).toString()).toBe('answer');

    const second = await bothEnds();
    second.theirs.end('question');
    expect((await readAll(second.ours)).toString()).toBe('question');
    second.ours.end('answer');
    expect((await readAll(second.theirs)).toString()).toBe('answer');
  });

  test('a slow reader stops the writer, and gets every byte', async () => {
    const { ours, theirs } = await bothEnds();
    const sent = Buffer.alloc(32 * 2 ** 20, Buffer.from(Array.from({ length: 251 }, (_, i) => i)));
    const taken = ours.write(sent, () => undefined);
    ours.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect({ taken, unsent: ours.writableLength > 0 }).toEqual({ taken: false, unsent: true });
    expect((await readAll(theirs)).equals(sent)).toBe(true);
    theirs.end();
    ours.resume();
    await once(ours, 'close');
  });

  test('bytes that nobody reads stay with the sender', async () => {
    const { ours, theirs } = await bothEnds();
    let drained = false;
    const chunk = Buffer.alloc(2 ** 20, 7);
    const total = 64;
    const writing = (async () => {
      for (let i = 0; i < total; i += 1) {
        if (!theirs.write(chunk)) await once(theirs, 'drain');
      }
      theirs.end();
      drained = true;
    })();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect({ drained, kept: ours.readableLength < 2 ** 20 }).toEqual({ drained: false, kept: true });
    expect((await readAll(ours)).length).toBe(total * chunk.length);
    await writing;
    ours.end();
    await once(ours, 'close');
  });

  test('the host reaches a program in the guest', async () => {
    const server = await guest.listen(9000);
    const ours = await system.connect(9000);
    const theirs = await server.accept();
    ours.end('hello');
    expect((await readAll(theirs)).toString()).toBe('hello');
    theirs.end('good day');
    expect((await readAll(ours)).toString()).toBe('good day');
    await server.close();
  });

  test('nobody at the other end is a refusal', async () => {
    await expect(system.connect(9001)).rejects.toEqual(code('UVM_HVSOCKET_REFUSED'));
  });

  test('a connection that is not wanted any more is none', async () => {
    await expect(system.connect(9001, { signal: AbortSignal.abort() })).rejects.toEqual(code('UVM_ABORTED'));
  });

  test('a port has one listener, and is free again when that is closed', async () => {
    const listener = await system.listen(PORT);
    await expect(system.listen(PORT)).rejects.toEqual(code('UVM_HVSOCKET_ADDRESS_IN_USE'));
    await listener.close();
    await listener.close();
    await (await system.listen(PORT)).close();
  });

  test.each([-1, 2 ** 32, 1.5])('%p is no port', async (port) => {
    await expect(system.listen(port)).rejects.toThrow(RangeError);
    await expect(system.connect(port)).rejects.toThrow(RangeError);
  });

  test('a closed listener tells those who wait, and drops connections that nobody took', async () => {
    const listener = await system.listen(PORT);
    const waiting = expect(listener.accept()).rejects.toEqual(code('UVM_VSOCK_LISTENER_CLOSED'));
    await listener.close();
    await waiting;

    const second = await system.listen(PORT);
    const ended = endOf(await guest.dial(PORT));
    await until(() => standIn.count('sockets') === 2);
    await second.close();
    await ended;
  });

  test('the end of the system, or of its handle, closes its listeners', async () => {
    const second = await host.open(RUNTIME_ID);
    const ofSecond = expect((await second.listen(1)).accept()).rejects.toEqual(
      code('UVM_VSOCK_LISTENER_CLOSED'),
    );
    await second.close();
    await ofSecond;
    const waiting = expect((await system.listen(2)).accept()).rejects.toEqual(
      code('UVM_VSOCK_LISTENER_CLOSED'),
    );
    await system.terminate();
    await waiting;
  });

  test('a stream that is destroyed takes its socket with it', async () => {
    const { ours, theirs } = await bothEnds();
    const ended = endOf(theirs);
    ours.destroy();
    await ended;
    await until(() => standIn.count('sockets') === 0);
  });

  test.each([
    ['that error', new Error('enough'), expect.objectContaining({ message: 'enough' })],
    ["Node's own", undefined, code('ERR_STREAM_DESTROYED')],
  ])('a write that waits for room fails with its stream, with %s', async (_, error, expected) => {
    const { ours, theirs } = await bothEnds();
    const ended = endOf(theirs);
    theirs.pause();
    ours.on('error', () => undefined);
    const failures = Promise.all(
      ['first', 'second'].map(
        () => new Promise((resolve) => ours.write(Buffer.alloc(32 * 2 ** 20), resolve)),
      ),
    );
    await until(() => standIn.count('calls:send') > 0);
    ours.destroy(error);
    expect(await failures).toEqual([expected, expect.anything()]);
    theirs.resume();
    await ended;
  });

  test('children of this process inherit no socket', async () => {
    await using listener = await system.listen(PORT);
    const [theirs, ours] = await Promise.all([guest.dial(PORT), listener.accept()]);
    expect([standIn.count('sockets'), standIn.count('inheritableSockets')]).toEqual([2, 0]);
    const ended = endOf(theirs);
    ours.destroy();
    await ended;
  });

  test('a connection that children would inherit is dropped; the next is not', async () => {
    await using listener = await system.listen(PORT);
    standIn.script('SetHandleInformation', { result: 0x8007_0005 });
    await endOf(await guest.dial(PORT));
    const [theirs, ours] = await Promise.all([guest.dial(PORT), listener.accept()]);
    const ended = endOf(theirs);
    ours.destroy();
    await ended;
  });

  const whereResetsExist = process.platform === 'linux' ? test : test.skip;
  whereResetsExist(
    'a peer that resets is an error, once (Linux only: Wine ends in order instead)',
    async () => {
      const { ours, theirs } = await bothEnds();
      const failed = once(ours, 'error');
      ours.resume();
      (theirs as Duplex & { resetAndDestroy(): void }).resetAndDestroy();
      expect(await failed).toEqual([code('UVM_HVSOCKET_RESET')]);
    },
  );

  whereResetsExist(
    'a peer that resets before anybody accepts harms nobody (Linux only: Wine ends in order instead)',
    async () => {
      await using listener = await system.listen(PORT);
      const lost = (await guest.dial(PORT)) as Duplex & { resetAndDestroy(): void };
      await until(() => standIn.count('sockets') === 2);
      lost.resetAndDestroy();
      await until(() => standIn.count('sockets') === 1);
      const [theirs, ours] = await Promise.all([guest.dial(PORT), listener.accept()]);
      ours.end('next');
      expect((await readAll(theirs)).toString()).toBe('next');
      theirs.end();
      ours.resume();
      await once(ours, 'close');
    },
  );

  test('hundreds of connections, each with its own bytes', async () => {
    await using listener = await system.listen(PORT);
    const echo = (async () => {
      for (let i = 0; i < 200; i += 1) {
        const stream = await listener.accept();
        stream.pipe(stream);
      }
    })();
    for (let batch = 0; batch < 20; batch += 1) {
      await Promise.all(
        Array.from({ length: 10 }, async (_, number) => {
          const theirs = await guest.dial(PORT);
          const text = `connection ${batch}.${number} `.repeat(1000);
          theirs.end(text);
          expect((await readAll(theirs)).toString()).toBe(text);
        }),
      );
    }
    await echo;
  });

  test("libuv's threads stay free while a hundred sockets wait", async () => {
    await using listener = await system.listen(PORT);
    const streams: Duplex[] = [];
    for (let i = 0; i < 100; i += 1) {
      const [theirs, ours] = await Promise.all([guest.dial(PORT), listener.accept()]);
      ours.resume();
      streams.push(theirs, ours);
    }
    const { readFile } = await import('node:fs/promises');
    const files = await Promise.all(Array.from({ length: 50 }, () => readFile(__filename)));
    expect(files.every((file) => file.length > 0)).toBe(true);
    for (const stream of streams) stream.on('error', () => undefined).destroy();
  });
});
