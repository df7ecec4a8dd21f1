import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import {
  connectBridge,
  gcsPorts,
  type GcsBridge,
  messages,
  messageTypes,
  nullGuid,
  responseTypeOf,
} from '../src/index.js';
import {
  negotiateAs,
  negotiated,
  scriptedGuest,
  type ScriptedGuest,
  scriptedSockets,
  type ScriptedSockets,
} from './support/scripted-guest.js';

let guest: ScriptedGuest;
let sockets: ScriptedSockets;
let bridge: GcsBridge | undefined;

const connect = async (options: object = {}): Promise<GcsBridge> => {
  const connecting = connectBridge({ stream: guest.stream, sockets, ...options });
  await negotiateAs(guest);
  bridge = await connecting;
  return bridge;
};

beforeEach(() => {
  guest = scriptedGuest();
  sockets = scriptedSockets();
});
afterEach(async () => {
  await bridge?.[Symbol.asyncDispose]();
  bridge = undefined;
  guest.peer.destroy();
});

describe('connectBridge', () => {
  test('offers exactly version 4 and keeps what the guest can do', async () => {
    const connecting = connectBridge({ stream: guest.stream, sockets });
    const request = await negotiateAs(guest);
    expect(request.id).toBe(0n);
    expect(request.body).toEqual({
      ContainerId: '',
      ActivityId: nullGuid,
      MinimumVersion: 4,
      MaximumVersion: 4,
    });
    bridge = await connecting;
    expect(bridge.version).toBe(4);
    expect(bridge.capabilities.RuntimeOsType).toBe('Linux');
  });

  test.each([
    ['refuses the version', { Result: -1070137076 }, 'UVM_BRIDGE_VERSION'],
    ['chooses another version', { ...negotiated, Version: 5 }, 'UVM_BRIDGE_VERSION'],
    ['is out of order', { Result: -2147467259, ErrorMessage: 'no' }, 'UVM_BRIDGE_REFUSED'],
    ['leaves out a field', { Version: 4 }, 'UVM_BRIDGE_REPLY'],
    ['gives a version beyond 32 bits', { ...negotiated, Version: 2 ** 32 }, 'UVM_BRIDGE_REPLY'],
  ])('a guest that %s is refused, and the connection closed', async (_, fields, code) => {
    const connecting = connectBridge({ stream: guest.stream, sockets });
    const [error] = await Promise.all([
      connecting.catch((problem: unknown) => problem),
      negotiateAs(guest, fields),
    ]);
    expect(error).toMatchObject({ code });
    expect(guest.stream.destroyed).toBe(true);
  });

  test('a guest that never answers is given up at the deadline', async () => {
    await expect(connectBridge({ stream: guest.stream, sockets, timeoutMs: 10 })).rejects.toMatchObject({
      code: 'UVM_TIMEOUT',
    });
    expect(guest.stream.destroyed).toBe(true);
  });

  test('ids and ports can start above those of an earlier host', async () => {
    const connecting = connectBridge({
      stream: guest.stream,
      sockets,
      firstRequestId: 2n ** 64n - 1n,
      firstStdioPort: 0x4000_0100,
    });
    expect((await negotiateAs(guest)).id).toBe(2n ** 64n - 1n);
    bridge = await connecting;
    const starting = bridge.exec({ args: ['x'], stdout: true });
    const request = await guest.next();
    expect(request.id).toBe(0n);
    expect([...sockets.listening]).toEqual([0x4000_0100]);
    guest.answer(request, { Result: -2147467259 });
    await expect(starting).rejects.toMatchObject({ code: 'UVM_BRIDGE_REFUSED' });
  });
});

describe('exec', () => {
  const start = async (options: object) => {
    const opened = await connect();
    const starting = opened.exec({ args: ['prog', 'a b'], ...options });
    return { starting, request: await guest.next() };
  };

  test('listens before it asks, waits at once, and passes streams and exit code through', async () => {
    const { starting, request } = await start({
      env: { A: '1' },
      cwd: '/tmp',
      stdin: true,
      stdout: true,
      stderr: true,
    });
    const ports = [gcsPorts.firstStdio, gcsPorts.firstStdio + 1, gcsPorts.firstStdio + 2];
    expect([...sockets.listening]).toEqual(ports);
    const { ProcessParameters, VsockStdioRelaySettings } = request.body['Settings'] as Record<
      string,
      unknown
    >;
    expect(VsockStdioRelaySettings).toEqual({ StdIn: ports[0], StdOut: ports[1], StdErr: ports[2] });
    expect(JSON.parse(ProcessParameters as string)).toEqual({
      CommandArgs: ['prog', 'a b'],
      WorkingDirectory: '/tmp',
      Environment: { A: '1' },
      CreateStdInPipe: true,
      CreateStdOutPipe: true,
      CreateStdErrPipe: true,
    });

    const [stdin, stdout, stderr] = ports.map((port) => sockets.dial(port));
    stdout?.end('out before the answer');
    guest.answer(request, { ProcessId: 77 });
    const process = await starting;
    expect(process.pid).toBe(77);
    expect(sockets.listening.size).toBe(0);

    const wait = await guest.next();
    expect(wait.type).toBe(messageTypes.WaitForProcess);
    expect(wait.body).toEqual({
      ContainerId: nullGuid,
      ActivityId: nullGuid,
      ProcessId: 77,
      TimeoutInMs: 0xffff_ffff,
    });

    process.stdin?.end('in');
    expect(await text(stdin!)).toBe('in');
    expect(await text(process.stdout!)).toBe('out before the answer');
    stderr?.end();
    process.stderr?.resume();
    // The guest sees the host close after its own end-of-file.
    await Promise.all([once(stdout!.resume(), 'end'), once(stderr!.resume(), 'end')]);
    guest.answer(wait, { ExitCode: 3 });
    expect(await process.wait()).toEqual({ exitCode: 3 });
    expect(await process.wait()).toEqual({ exitCode: 3 });
  });

  test('without streams it neither listens nor names ports', async () => {
    const { starting, request } = await start({});
    expect(sockets.listening.size).toBe(0);
    expect((request.body['Settings'] as Record<string, unknown>)['VsockStdioRelaySettings']).toEqual({});
    guest.answer(request, { ProcessId: 1 });
    expect(Object.keys(await starting)).not.toContain('stdout');
  });

  test('a refusal carries the HRESULT and the words of the guest, and leaves nothing open', async () => {
    const { starting, request } = await start({ stdout: true });
    sockets.dial(gcsPorts.firstStdio).end();
    guest.answer(request, { Result: -2147467259, ErrorMessage: 'no such file' });
    await expect(starting).rejects.toMatchObject({
      code: 'UVM_BRIDGE_REFUSED',
      data: { hresult: '0x80004005', message: 'ExecuteProcess', guestSays: 'no such file' },
    });
    expect(sockets.listening.size).toBe(0);
    expect(sockets.accepted.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  test('ports are never used twice', async () => {
    const { starting, request } = await start({ stdout: true });
    guest.answer(request, { Result: -2147467259 });
    await expect(starting).rejects.toBeDefined();
    void bridge?.exec({ args: ['x'], stderr: true }).catch(() => undefined);
    await guest.next();
    expect([...sockets.listening]).toEqual([gcsPorts.firstStdio + 1]);
  });

  test('given up in the middle, it stops listening, and the late answer harms nothing', async () => {
    const opened = await connect();
    const abort = new AbortController();
    const starting = opened.exec({ args: ['x'], stdout: true, signal: abort.signal });
    const request = await guest.next();
    abort.abort();
    await expect(starting).rejects.toMatchObject({ code: 'UVM_ABORTED' });
    guest.answer(request, { ProcessId: 5 });
    const again = opened.exec({ args: ['y'] });
    guest.answer(await guest.next(), { ProcessId: 6 });
    expect((await again).pid).toBe(6);
    expect(sockets.listening.size).toBe(0);
  });

  test('the wait has a deadline of its own and can be repeated', async () => {
    const { starting, request } = await start({});
    guest.answer(request, { ProcessId: 9 });
    const process = await starting;
    await expect(process.wait({ timeoutMs: 5 })).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
    guest.answer(await guest.next(), { ExitCode: 0xffff_ffff });
    expect(await process.wait()).toEqual({ exitCode: 0xffff_ffff });
  });
});

describe('requests', () => {
  const query = { ContainerId: 'c', Query: '' };

  test('are matched by id, in whatever order the answers come', async () => {
    const opened = await connect();
    const first = opened.request(messages.GetProperties, query);
    const second = opened.request(messages.GetProperties, query);
    const [a, b] = [await guest.next(), await guest.next()];
    guest.answer(b, { Properties: 'second' });
    guest.answer(a, { Properties: 'first' });
    expect((await first).Properties).toBe('first');
    expect((await second).Properties).toBe('second');
  });

  test('fail when the guest closes the bridge, and so does every later one', async () => {
    const opened = await connect();
    const asked = opened.request(messages.GetProperties, query);
    await guest.next();
    guest.peer.end();
    await expect(asked).rejects.toMatchObject({ code: 'UVM_BRIDGE_CLOSED' });
    expect(await opened.closed).toBeUndefined();
    await expect(opened.request(messages.GetProperties, query)).rejects.toMatchObject({
      code: 'UVM_BRIDGE_CLOSED',
    });
    await expect(opened.shutdown()).resolves.toBeUndefined();
  });

  test.each([
    ['text that is not JSON', '{bad'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a result of the wrong type', '{"Result":"0"}'],
    ['a result beyond 32 bits', '{"Result":4294967296}'],
    ['invalid UTF-8 and no result', '{"x":"\uD800"}'],
  ])('%s as an answer fails that request only', async (_, body) => {
    const opened = await connect();
    const asked = opened.request(messages.GetProperties, query);
    const { type, id } = await guest.next();
    guest.send(responseTypeOf(type), id, body);
    await expect(asked).rejects.toMatchObject({ code: 'UVM_BRIDGE_REPLY' });
    const again = opened.request(messages.GetProperties, query);
    guest.answer(await guest.next(), { Properties: '{}' });
    expect((await again).Properties).toBe('{}');
  });

  test('an answer of another type fails the request', async () => {
    const opened = await connect();
    const asked = opened.request(messages.GetProperties, query);
    const { id } = await guest.next();
    guest.send(responseTypeOf(messageTypes.Start), id, '{"Result":0}');
    await expect(asked).rejects.toMatchObject({ code: 'UVM_BRIDGE_REPLY' });
  });

  test('what a guest says in an error is cut to a bound', async () => {
    const opened = await connect();
    const asked = opened.request(messages.GetProperties, query);
    guest.answer(await guest.next(), { Result: -1, ErrorMessage: 'x'.repeat(100_000) });
    const error = await asked.catch((problem: Error) => problem);
    expect((error as Error).message.length).toBeLessThan(3_000);
  });
});

describe('a guest that breaks the rules', () => {
  test.each([
    ['a request', (g: ScriptedGuest) => g.send(messageTypes.Start, 1n, '{}'), 'UVM_BRIDGE_PROTOCOL'],
    ['an unknown kind', (g: ScriptedGuest) => g.send(0xf010_0201, 1n, '{}'), 'UVM_BRIDGE_PROTOCOL'],
    [
      'a frame that is too small',
      (g: ScriptedGuest) => void g.peer.write(Buffer.alloc(16)),
      'UVM_BRIDGE_FRAME',
    ],
    [
      'a frame that is too large',
      (g: ScriptedGuest) => g.send(responseTypeOf(1), 1n, 'x'.repeat(4096)),
      'UVM_BRIDGE_FRAME',
    ],
    [
      'half a frame at the end',
      (g: ScriptedGuest) => void g.peer.end(Buffer.alloc(5)),
      'UVM_BRIDGE_PROTOCOL',
    ],
  ])('by %s loses the bridge with a typed error', async (_, misbehave, code) => {
    const opened = await connect({ maxFrameBytes: 1024 });
    const asked = opened.request(messages.GetProperties, {}).catch((error: unknown) => error);
    misbehave(guest);
    expect(await opened.closed).toMatchObject({ code });
    expect(await asked).toMatchObject({ code: 'UVM_BRIDGE_CLOSED', cause: { code } });
    expect(guest.stream.destroyed).toBe(true);
  });

  test('answers to unknown ids and notifications are ignored', async () => {
    const opened = await connect();
    guest.send(responseTypeOf(messageTypes.Start), 999n, '{"Result":0}');
    guest.send(0x3010_0101, 0n, '{"ContainerId":"x","Type":"UnexpectedExit"}');
    const asked = opened.request(messages.GetProperties, {});
    guest.answer(await guest.next(), { Properties: 'fine' });
    expect((await asked).Properties).toBe('fine');
  });
});

describe('shutdown', () => {
  test.each([
    [false, messageTypes.ShutdownGraceful],
    [true, messageTypes.ShutdownForced],
  ])('force %s asks the VM to power off and waits for its connection to end', async (force, type) => {
    const opened = await connect();
    const stopping = opened.shutdown({ force });
    const request = await guest.next();
    expect(request.type).toBe(type);
    expect(request.body['ContainerId']).toBe(nullGuid);
    guest.peer.end();
    await stopping;
  });

  test('a guest that stays is given up at the deadline', async () => {
    const opened = await connect();
    const stopping = opened.shutdown({ timeoutMs: 10 });
    guest.answer(await guest.next());
    await expect(stopping).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
  });

  test('disposing twice is fine', async () => {
    const opened = await connect();
    await opened[Symbol.asyncDispose]();
    await opened[Symbol.asyncDispose]();
    expect(await opened.closed).toBeUndefined();
  });
});
