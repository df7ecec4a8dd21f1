import { once } from 'node:events';
import {
  encodeFrame,
  fromSignedHresult,
  hresults,
  messageTypes,
  nullGuid,
  responseTypeOf,
} from '@uvmkit/gcs-bridge';
import type { ProcessLauncher } from '../src/index.js';
import { hostGuest, type HostedGuest } from './support/hosted-guest.js';
import { rawBridge, type RawBridge } from './support/raw-bridge.js';

const vm = { ContainerId: nullGuid, ActivityId: nullGuid };
const offer = { ...vm, MinimumVersion: 4, MaximumVersion: 4 };
const wait = (pid: number, ms?: number) => ({
  ...vm,
  ProcessId: pid,
  ...(ms !== undefined && { TimeoutInMs: ms }),
});
const execute = (parameters: object) => ({
  ...vm,
  Settings: { ProcessParameters: JSON.stringify(parameters) },
});

/** Processes that end when the test says so. */
const puppets = (): ProcessLauncher & { end(pid: number, exitCode: number): void } => {
  const ends = new Map<number, (exitCode: number) => void>();
  return {
    end: (pid, exitCode) => ends.get(pid)?.(exitCode),
    async launch() {
      const pid = 100 + ends.size;
      return { pid, exited: new Promise((resolve) => ends.set(pid, resolve)) };
    },
  };
};

let guest: HostedGuest;
let launcher: ReturnType<typeof puppets>;

const connect = async (): Promise<RawBridge> => rawBridge(await guest.accept());
const connectNegotiated = async (): Promise<RawBridge> => {
  const bridge = await connect();
  expect((await bridge.ask(messageTypes.NegotiateProtocol, offer, 0n)).body.Result).toBe(0);
  return bridge;
};
const resultOf = async (bridge: RawBridge, type: number, body: object | string): Promise<number> =>
  fromSignedHresult((await bridge.ask(type, body)).body.Result);

beforeEach(async () => {
  launcher = puppets();
  guest = await hostGuest({ launcher });
});
afterEach(() => guest[Symbol.asyncDispose]());

describe('negotiation', () => {
  test.each([
    ['exactly 4', { MinimumVersion: 4, MaximumVersion: 4 }, hresults.ok],
    ['a range around 4', { MinimumVersion: 1, MaximumVersion: 10 }, hresults.ok],
    ['less than 4', { MinimumVersion: 1, MaximumVersion: 3 }, hresults.unsupportedProtocolVersion],
    ['more than 4', { MinimumVersion: 5, MaximumVersion: 9 }, hresults.unsupportedProtocolVersion],
    ['nothing', {}, hresults.unsupportedProtocolVersion],
  ])('with %s on offer', async (_, range, result) => {
    const bridge = await connect();
    expect(await resultOf(bridge, messageTypes.NegotiateProtocol, { ...vm, ...range })).toBe(result);
    // After a refusal the host may try again.
    if (result !== hresults.ok)
      expect(await resultOf(bridge, messageTypes.NegotiateProtocol, offer)).toBe(hresults.ok);
  });

  test('comes first, and only once', async () => {
    const bridge = await connect();
    expect(await resultOf(bridge, messageTypes.Start, vm)).toBe(hresults.notImplemented);
    expect(await resultOf(bridge, messageTypes.NegotiateProtocol, offer)).toBe(hresults.ok);
    expect(await resultOf(bridge, messageTypes.NegotiateProtocol, offer)).toBe(hresults.notImplemented);
    expect(await resultOf(bridge, messageTypes.Start, vm)).toBe(hresults.ok);
  });

  test('never succeeds without -v4', async () => {
    await guest[Symbol.asyncDispose]();
    guest = await hostGuest({ bootArguments: ['/bin/gcs'] });
    expect(await resultOf(await connect(), messageTypes.NegotiateProtocol, offer)).toBe(
      hresults.notImplemented,
    );
  });
});

describe('answers', () => {
  test.each([
    ['the id of the request', 2n ** 64n - 1n],
    ['id 0', 0n],
  ])('carry %s and the matching type', async (_, id) => {
    const bridge = await connectNegotiated();
    const { id: answered, type } = await bridge.ask(messageTypes.Start, vm, id);
    expect(answered).toBe(id);
    expect(type).toBe(responseTypeOf(messageTypes.Start));
  });

  test.each([
    [{ ActivityId: 'not-a-guid' }, { Result: 0, ActivityId: 'not-a-guid' }],
    [{ ActivityId: '' }, { Result: 0 }],
    [{}, { Result: 0 }],
  ])('to %j echo the activity', async (request, body) => {
    const bridge = await connectNegotiated();
    expect((await bridge.ask(messageTypes.Start, request)).body).toEqual(body);
  });

  test('escape what HTML and JavaScript would trip over', async () => {
    const bridge = await connectNegotiated();
    const { text, body } = await bridge.ask(messageTypes.Start, { ActivityId: '<&>\u2028\u2029' });
    expect(text).toBe('{"Result":0,"ActivityId":"\\u003c\\u0026\\u003e\\u2028\\u2029"}');
    expect(body.ActivityId).toBe('<&>\u2028\u2029');
  });

  test('that refuse carry one error record with the same code and words', async () => {
    const bridge = await connectNegotiated();
    const { body } = await bridge.ask(messageTypes.WaitForProcess, wait(4711));
    const { Result, ErrorMessage } = body;
    expect(fromSignedHresult(Result)).toBe(hresults.elementNotFound);
    expect(body['ErrorRecords']).toEqual([
      { Result, Message: ErrorMessage, ModuleName: 'gcs', FileName: '', Line: 4294967295 },
    ]);
  });

  test.each([
    0x1010_0e01, 0x1010_0f01, 0x1020_0101, 0x1010_0102, 0x10ff_ff01, 0x1000_0000, 0x2010_0201, 0x3010_0101, 0,
    0xf010_0201, 0x1010_0200,
  ])('to type %i are "not implemented"', async (type) => {
    const bridge = await connectNegotiated();
    const { body, type: answered } = await bridge.ask(type, { ContainerId: 'x', ActivityId: nullGuid });
    expect(fromSignedHresult(body.Result)).toBe(hresults.notImplemented);
    expect(body.ActivityId).toBe(nullGuid);
    expect(answered).toBe(responseTypeOf(type));
  });

  const byName = Object.entries(messageTypes).filter(
    ([name]) => !/Negotiate|UpdateContainer|Lifecycle|ModifyService/.test(name),
  );
  test.each(byName)('to a %s that is not JSON are "invalid JSON"', async (_, type) => {
    const bridge = await connectNegotiated();
    expect(await resultOf(bridge, type, '{bad')).toBe(hresults.invalidJson);
    expect(await resultOf(bridge, type, '')).toBe(hresults.invalidJson);
  });

  const { systemNotFound, fail, invalidJson, ok, notImplemented } = hresults;
  test.each<[keyof typeof messageTypes, object, number]>([
    ['Start', { ContainerId: 'nope' }, ok],
    [
      'ExecuteProcess',
      { ContainerId: 'nope', Settings: { ProcessParameters: '{"CommandArgs":["x"]}' } },
      systemNotFound,
    ],
    [
      'ExecuteProcess',
      { ContainerId: 'nope', Settings: { ProcessParameters: '{"OciProcess":{"args":["x"]}}' } },
      systemNotFound,
    ],
    [
      'ExecuteProcess',
      {
        ContainerId: 'nope',
        Settings: { ProcessParameters: '{"CommandArgs":["x"],"CreateInUtilityVM":true}' },
      },
      ok,
    ],
    ['ExecuteProcess', { ...vm, Settings: {} }, invalidJson],
    ['ExecuteProcess', { ...vm }, invalidJson],
    ['ExecuteProcess', { ...vm, Settings: { ProcessParameters: { CommandArgs: ['x'] } } }, invalidJson],
    ['ExecuteProcess', execute({}), fail],
    ['ExecuteProcess', execute({ CommandLine: 'a "b' }), fail],
    ['ExecuteProcess', execute({ CommandLine: 'a b' }), ok],
    ['WaitForProcess', { ContainerId: 'nope', ProcessId: 1 }, systemNotFound],
    ['SignalProcess', { ...vm, ProcessId: 1, Options: { Signal: 15 } }, systemNotFound],
    ['ResizeConsole', { ...vm, ProcessId: 1, Height: 1, Width: 1 }, systemNotFound],
    ['ResizeConsole', { ...vm, Height: 65536 }, invalidJson],
    ['GetProperties', { ...vm, Query: '' }, fail],
    ['GetProperties', { ...vm, Query: '{bad' }, invalidJson],
    ['GetProperties', { ContainerId: 'nope', Query: '{"PropertyTypes":"Memory"}' }, invalidJson],
    ['GetProperties', { ContainerId: 'nope' }, systemNotFound],
    ['ShutdownGraceful', { ContainerId: 'nope' }, systemNotFound],
    ['ShutdownForced', {}, systemNotFound],
    ['DeleteContainerState', { ...vm }, systemNotFound],
    ['Create', { ...vm, ContainerConfig: '{"SystemType":"Container"}' }, invalidJson],
    ['Create', { ...vm, ContainerConfig: '{"SchemaVersion":{"Major":2,"Minor":0}}' }, invalidJson],
    ['Create', { ...vm, ContainerConfig: '{"SchemaVersion":{"Major":2,"Minor":1}}' }, notImplemented],
    ['ModifySettings', { ...vm }, invalidJson],
    ['ModifySettings', { ContainerId: 'nope', Request: {} }, systemNotFound],
    ['ModifySettings', { ...vm, Request: {} }, notImplemented],
    ['DumpStacks', { ContainerId: 'nope' }, ok],
  ])('to %s %j', async (name, body, result) => {
    const bridge = await connectNegotiated();
    expect(await resultOf(bridge, messageTypes[name], body)).toBe(result);
  });
});

describe('waits', () => {
  const start = async (bridge: RawBridge): Promise<number> =>
    (await bridge.ask(messageTypes.ExecuteProcess, execute({ CommandArgs: ['x'] }))).body[
      'ProcessId'
    ] as number;

  test('without a time limit do not wait', async () => {
    const bridge = await connectNegotiated();
    const pid = await start(bridge);
    expect(await resultOf(bridge, messageTypes.WaitForProcess, wait(pid))).toBe(hresults.operationTimeout);
    launcher.end(pid, 1);
    expect((await bridge.ask(messageTypes.WaitForProcess, wait(pid, 0))).body['ExitCode']).toBe(1);
  });

  test('that time out leave the process as it is', async () => {
    const bridge = await connectNegotiated();
    const pid = await start(bridge);
    expect(await resultOf(bridge, messageTypes.WaitForProcess, wait(pid, 5))).toBe(hresults.operationTimeout);
    launcher.end(pid, 9);
    expect((await bridge.ask(messageTypes.WaitForProcess, wait(pid, 5000))).body['ExitCode']).toBe(9);
  });

  test('at the same time are all answered; a later one finds nothing', async () => {
    const bridge = await connectNegotiated();
    const pid = await start(bridge);
    bridge.send(encodeFrame(messageTypes.WaitForProcess, 10n, JSON.stringify(wait(pid, 0xffff_ffff))));
    bridge.send(encodeFrame(messageTypes.WaitForProcess, 11n, JSON.stringify(wait(pid, 0xffff_ffff))));
    // A request behind the waits is not held up.
    expect((await bridge.ask(messageTypes.Start, vm, 12n)).id).toBe(12n);
    launcher.end(pid, 6);
    const answers = [await bridge.next(), await bridge.next()];
    expect(answers.map(({ id, body }) => [id, body['ExitCode']]).sort()).toEqual([
      [10n, 6],
      [11n, 6],
    ]);
    expect(await resultOf(bridge, messageTypes.WaitForProcess, wait(pid, 1))).toBe(hresults.elementNotFound);
  });
});

describe('connections', () => {
  test('the agent dials again, and every connection negotiates anew', async () => {
    for (let round = 0; round < 3; round += 1) {
      const bridge = await connectNegotiated();
      bridge.stream.end();
    }
    expect(await resultOf(await connect(), messageTypes.Start, vm)).toBe(hresults.notImplemented);
  });

  test('a wait under way is answered on the next connection under its old id, ahead of negotiation', async () => {
    const first = await connectNegotiated();
    const { body } = await first.ask(messageTypes.ExecuteProcess, execute({ CommandArgs: ['x'] }));
    const pid = body['ProcessId'] as number;
    first.send(encodeFrame(messageTypes.WaitForProcess, 777n, JSON.stringify(wait(pid, 0xffff_ffff))));
    await first.ask(messageTypes.Start, vm);
    first.stream.end();
    await once(first.stream, 'close');
    launcher.end(pid, 3);
    const second = await connect();
    expect(await second.next()).toMatchObject({ id: 777n, body: { Result: 0, ExitCode: 3 } });
  });

  test.each([
    ['a size below the header', Buffer.alloc(16)],
    ['a size beyond the limit', Buffer.from('01021010ffffffff0000000000000000', 'hex')],
  ])('%s ends the connection, not the agent', async (_, bytes) => {
    const bridge = await connectNegotiated();
    bridge.send(bytes);
    await connectNegotiated();
  });

  test.each([5, 20])('a frame cut off after %i bytes does no harm', async (length) => {
    const bridge = await connectNegotiated();
    bridge.stream.end(encodeFrame(messageTypes.Start, 1n, JSON.stringify(vm)).subarray(0, length));
    await connectNegotiated();
  });

  test('frames may come byte by byte or all at once', async () => {
    const bridge = await connectNegotiated();
    const frame = encodeFrame(messageTypes.Start, 5n, JSON.stringify(vm));
    for (const byte of frame) bridge.send(Buffer.of(byte));
    expect((await bridge.next()).id).toBe(5n);
    bridge.send(Buffer.concat([frame, frame, frame]));
    expect([await bridge.next(), await bridge.next(), await bridge.next()].map(({ id }) => id)).toEqual([
      5n,
      5n,
      5n,
    ]);
  });

  test('a request of 8 MiB is read', async () => {
    const bridge = await connectNegotiated();
    expect(
      (await bridge.ask(messageTypes.Start, { ...vm, Pad: 'A'.repeat(8 * 1024 * 1024) })).body.Result,
    ).toBe(0);
  });

  test('powering off answers nothing', async () => {
    const bridge = await connectNegotiated();
    bridge.send(encodeFrame(messageTypes.ShutdownGraceful, 1n, JSON.stringify(vm)));
    expect((await bridge.ask(messageTypes.Start, vm, 2n)).id).toBe(2n);
    expect(guest.machine.poweredOff).toBe(1);
  });
});
