import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { encodeFrame, encodeWords, FrameType } from '../src/frame.js';
import {
  createMultiplexer,
  createPortTable,
  createStreamPair,
  waitForReady,
  type MultiplexerOptions,
} from '../src/index.js';

const hostHello = { timeNs: '1700000000000000001', hostname: 'box' };
const greeting = (fields: object): Buffer =>
  encodeFrame(FrameType.hello, 0, Buffer.from(JSON.stringify(fields)));
const guestGreeting = greeting({ version: 1, agentVersion: '0' });
const frame = encodeFrame;

/** A host multiplexer and the raw other end of its stream, which the test plays. */
const hostAlone = (options: Partial<MultiplexerOptions<'host'>> = {}) => {
  const [stream, wire] = createStreamPair();
  const multiplexer = createMultiplexer({ stream, role: 'host', hello: hostHello, ...options });
  const sent: Buffer[] = [];
  wire.on('data', (chunk: Buffer) => sent.push(chunk));
  return { multiplexer, wire, sent };
};

const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await turn();
};

describe('greeting', () => {
  test('the host speaks first, the guest answers, and each sees the other', async () => {
    const [hostStream, guestStream] = createStreamPair();
    const host = createMultiplexer({ stream: hostStream, role: 'host', hello: hostHello });
    const guest = createMultiplexer({ stream: guestStream, role: 'guest', hello: { agentVersion: '7' } });
    expect(await guest.peer).toEqual(hostHello);
    expect(await host.peer).toEqual({ agentVersion: '7' });
    await host[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
    expect(await host.closed).toBeUndefined();
  });

  test('another version ends the channel with UVM_VSOCK_VERSION', async () => {
    const { multiplexer, wire } = hostAlone();
    wire.write(greeting({ version: 2, agentVersion: '0' }));
    expect(await multiplexer.closed).toMatchObject({ code: 'UVM_VSOCK_VERSION', data: { version: 2 } });
    await expect(multiplexer.peer).rejects.toMatchObject({ code: 'UVM_VSOCK_CLOSED' });
  });

  test('members of later versions are left alone', async () => {
    const { multiplexer, wire } = hostAlone();
    wire.write(greeting({ version: 1, agentVersion: '0', later: true }));
    await expect(multiplexer.peer).resolves.toMatchObject({ agentVersion: '0' });
  });

  test('the end of the byte stream before the greeting rejects peer and pending connects', async () => {
    const { multiplexer, wire } = hostAlone();
    const connecting = multiplexer.connect(1);
    wire.destroy();
    await expect(multiplexer.peer).rejects.toMatchObject({ code: 'UVM_VSOCK_CLOSED' });
    await expect(connecting).rejects.toMatchObject({ code: 'UVM_VSOCK_CLOSED' });
  });
});

describe('a guest that breaks the protocol', () => {
  const openFrom = (id: number): Buffer => frame(FrameType.open, id, encodeWords(5, 100));

  test.each<[string, readonly Buffer[]]>([
    ['garbage', [Buffer.alloc(12, 0xff)]],
    ['a greeting that is not JSON', [frame(FrameType.hello, 0, Buffer.from('{{'))]],
    ['a greeting without its members', [greeting({ version: 1 })]],
    ['a connection before the greeting', [openFrom(1)]],
    ['two greetings', [guestGreeting, guestGreeting]],
    ['a stream with an id of the host', [guestGreeting, openFrom(2)]],
    ['a stream id used twice', [guestGreeting, openFrom(1), openFrom(1)]],
    ['a stream id that goes back', [guestGreeting, openFrom(3), openFrom(1)]],
    ['data for a stream that was never opened', [guestGreeting, frame(FrameType.data, 1, Buffer.from('x'))]],
    ['acceptance of a stream nobody asked for', [guestGreeting, frame(FrameType.accept, 2, encodeWords(1))]],
    ['a second acceptance', [guestGreeting, openFrom(1), frame(FrameType.accept, 1, encodeWords(1))]],
    [
      'data after end-of-file',
      [guestGreeting, openFrom(1), frame(FrameType.end, 1), frame(FrameType.data, 1, Buffer.from('x'))],
    ],
    ['end-of-file twice', [guestGreeting, openFrom(1), frame(FrameType.end, 1), frame(FrameType.end, 1)]],
    ['too much credit', [guestGreeting, openFrom(1), frame(FrameType.credit, 1, encodeWords(0x7fff_ffff))]],
    ['a window too large', [guestGreeting, frame(FrameType.open, 1, encodeWords(5, 0x8000_0000))]],
  ])('%s ends the channel with UVM_VSOCK_PROTOCOL', async (_, frames) => {
    const { multiplexer, wire } = hostAlone();
    await multiplexer.listen(5);
    for (const bytes of frames) wire.write(bytes);
    expect(await multiplexer.closed).toMatchObject({ code: 'UVM_VSOCK_PROTOCOL' });
  });

  test.each([
    [999, undefined],
    [1000, undefined],
    [1001, 'UVM_VSOCK_PROTOCOL'],
  ])('%d unread bytes in a window of 1000', async (size, code) => {
    const { multiplexer, wire } = hostAlone({ limits: { windowBytes: 1000 } });
    const listener = await multiplexer.listen(5);
    wire.write(Buffer.concat([guestGreeting, openFrom(1)]));
    const stream = await listener.accept();
    stream.pause();
    wire.write(frame(FrameType.data, 1, Buffer.alloc(size)));
    await settle();
    if (code === undefined) wire.end();
    const error = (await multiplexer.closed) as { code?: string } | undefined;
    expect(error?.code).toBe(code);
  });

  test.each([
    [3, false],
    [4, false],
    [5, true],
  ])('of %d streams at most 4 live', async (count, refused) => {
    const { multiplexer, wire, sent } = hostAlone({ limits: { maxStreams: 4 } });
    await multiplexer.listen(5);
    wire.write(guestGreeting);
    for (let i = 0; i < count; i++) wire.write(openFrom(2 * i + 1));
    await settle();
    expect(Buffer.concat(sent).includes(frame(FrameType.reset, 2 * count - 1))).toBe(refused);
  });

  test('one that floods and never reads is cut off before the answers pile up', async () => {
    const [stream, wire] = createStreamPair();
    const host = createMultiplexer({
      stream,
      role: 'host',
      hello: hostHello,
      limits: { maxQueuedBytes: 20_000 },
    });
    wire.write(guestGreeting);
    const flood = Buffer.concat(Array.from({ length: 5_000 }, (_, i) => openFrom(2 * i + 1)));
    wire.write(flood);
    wire.write(Buffer.concat(Array.from({ length: 5_000 }, (_, i) => openFrom(2 * (i + 5_000) + 1))));
    expect(await host.closed).toMatchObject({ code: 'UVM_VSOCK_PROTOCOL' });
  });

  test('random frames never throw', async () => {
    const types = fc.constantFrom(...Object.values(FrameType));
    const anyFrame = fc
      .record({
        type: types,
        stream: fc.integer({ min: 0, max: 6 }),
        payload: fc.uint8Array({ maxLength: 12 }),
      })
      .map(({ type, stream, payload }) => encodeFrame(type, stream, Buffer.from(payload)));
    await fc.assert(
      fc.asyncProperty(fc.array(anyFrame, { maxLength: 30 }), async (frames) => {
        const { multiplexer, wire } = hostAlone();
        await multiplexer.listen(5);
        wire.write(guestGreeting);
        for (const bytes of frames) wire.write(bytes);
        wire.end();
        const error = (await multiplexer.closed) as { code?: string } | undefined;
        expect([undefined, 'UVM_VSOCK_PROTOCOL', 'UVM_VSOCK_VERSION']).toContain(error?.code);
      }),
      { numRuns: 200 },
    );
  });
});

test('frames that were on their way when a stream was dropped are ignored', async () => {
  const { multiplexer, wire } = hostAlone();
  const listener = await multiplexer.listen(5);
  wire.write(Buffer.concat([guestGreeting, frame(FrameType.open, 1, encodeWords(5, 100))]));
  (await listener.accept()).destroy();
  wire.write(Buffer.concat([frame(FrameType.data, 1, Buffer.from('late')), frame(FrameType.end, 1)]));
  wire.write(frame(FrameType.credit, 1, encodeWords(4)));
  await settle();
  wire.end();
  expect(await multiplexer.closed).toBeUndefined();
});

test('a connect() that is aborted tells the other end', async () => {
  const { multiplexer, wire, sent } = hostAlone();
  wire.write(guestGreeting);
  const abort = new AbortController();
  const connecting = multiplexer.connect(7, { signal: abort.signal });
  await settle();
  abort.abort();
  await expect(connecting).rejects.toMatchObject({ code: 'UVM_ABORTED' });
  wire.write(frame(FrameType.accept, 2, encodeWords(9)));
  await settle();
  expect(Buffer.concat(sent).includes(frame(FrameType.reset, 2))).toBe(true);
  wire.end();
  expect(await multiplexer.closed).toBeUndefined();
});

test('data is cut to the credit and the frame size, whatever is written', async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 3_000 }).map((array) => Buffer.from(array));
  const limits = fc.record({
    maxFrameBytes: fc.integer({ min: 1, max: 500 }),
    windowBytes: fc.integer({ min: 1, max: 700 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { maxLength: 6 }), limits, async (writes, small) => {
      const [hostStream, guestStream] = createStreamPair();
      const host = createMultiplexer({ stream: hostStream, role: 'host', hello: hostHello, limits: small });
      const guest = createMultiplexer({
        stream: guestStream,
        role: 'guest',
        hello: { agentVersion: '' },
        limits: small,
      });
      const listener = await host.listen(1);
      const [client, server] = await Promise.all([guest.connect(1), listener.accept()]);
      const received: Buffer[] = [];
      server.on('data', (chunk: Buffer) => received.push(chunk));
      const ended = once(server, 'end');
      for (const write of writes) client.write(write);
      client.end();
      await ended;
      expect(Buffer.concat(received).equals(Buffer.concat(writes))).toBe(true);
      await host[Symbol.asyncDispose]();
    }),
    { numRuns: 60 },
  );
});

test('listeners outlive the channel that brings them connections', async () => {
  const ports = createPortTable();
  const listener = await ports.listen(5);
  const acceptOver = async (): Promise<Duplex> => {
    const { wire } = hostAlone({ ports });
    wire.write(Buffer.concat([guestGreeting, frame(FrameType.open, 1, encodeWords(5, 100))]));
    const stream = await listener.accept();
    wire.destroy();
    return stream;
  };
  expect(await acceptOver()).not.toBe(await acceptOver());
  ports.close(new Error('the machine ended'));
  await expect(listener.accept()).rejects.toMatchObject({ code: 'UVM_VSOCK_LISTENER_CLOSED' });
  await expect(ports.listen(6)).rejects.toMatchObject({ code: 'UVM_VSOCK_CLOSED' });
});

describe('waitForReady', () => {
  test('takes the announcement and leaves the rest to the multiplexer', async () => {
    const [stream, wire] = createStreamPair();
    const ready = waitForReady(stream);
    for (const byte of frame(FrameType.ready, 0)) wire.write(Buffer.of(byte));
    await ready;
    const host = createMultiplexer({ stream, role: 'host', hello: hostHello });
    wire.write(guestGreeting);
    expect(await host.peer).toEqual({ agentVersion: '0' });
  });

  test('works with a guest multiplexer', async () => {
    const [stream, wire] = createStreamPair();
    const guest = createMultiplexer({ stream: wire, role: 'guest', hello: { agentVersion: '3' } });
    await waitForReady(stream);
    createMultiplexer({ stream, role: 'host', hello: hostHello });
    expect(await guest.peer).toEqual(hostHello);
  });

  test('anything else is a broken agent', async () => {
    const [stream, wire] = createStreamPair();
    wire.write(guestGreeting);
    await expect(waitForReady(stream)).rejects.toMatchObject({ code: 'UVM_VSOCK_PROTOCOL' });
  });

  test('the end of the byte stream, the deadline and the signal end the wait', async () => {
    const [stream, wire] = createStreamPair();
    await expect(waitForReady(stream, { timeoutMs: 1 })).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
    const abort = new AbortController();
    const waiting = waitForReady(stream, { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'UVM_ABORTED' });
    const cut = waitForReady(stream);
    wire.end();
    await expect(cut).rejects.toMatchObject({ code: 'UVM_VSOCK_CLOSED' });
  });
});
