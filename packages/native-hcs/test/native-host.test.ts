import type { ComputeHost, SystemEvent } from '@uvmkit/hcs';
import { hresults } from '@uvmkit/hcs';
import type { ComputeSystem as Document } from '@uvmkit/hcs-schema';
import type { Logger } from '@uvmkit/vmutils';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createNativeHost, type NativeHost } from '../src/index.js';
import { leftovers, until } from './support/settled.js';
import {
  answerFlags,
  libraries,
  librariesOf1809,
  openStandIn,
  withStandIn,
  type StandIn,
} from './support/stand-in.js';

const document: Document = { Owner: 'tests', SchemaVersion: { Major: 2, Minor: 1 }, VirtualMachine: {} };
const CRASH_REPORT = 3;
const SERVICE_DISCONNECT = 0x0200_0000;

const code = (name: string, more: object = {}): object => expect.objectContaining({ code: name, ...more });

const listeningLogger = (): { logger: Logger; messages: string[] } => {
  const messages: string[] = [];
  const take = (message: string): void => void messages.push(message);
  const logger: Logger = { debug: take, info: take, warn: take, error: take, child: () => logger };
  return { logger, messages };
};

withStandIn('a native host', () => {
  let standIn: StandIn;
  let host: NativeHost;
  let messages: string[];

  beforeAll(() => {
    standIn = openStandIn();
  });
  beforeEach(() => {
    standIn.reset();
    const heard = listeningLogger();
    messages = heard.messages;
    host = createNativeHost({ libraries, logger: heard.logger });
  });
  afterEach(async () => {
    await host.close();
    expect(leftovers(standIn)).toEqual({});
  });

  test('tells HRESULT, document and cause of a creation that fails, and closes the handle that came with it', async () => {
    standIn.script('HcsCreateComputeSystem', {
      completion: hresults.ERROR_ACCESS_DENIED,
      document:
        '{"Error":-2147024891,"ErrorMessage":"no","Attribution":[{"OperationFailure":{"Detail":"Construct"}}]}',
    });
    await expect(host.create('vm', document)).rejects.toEqual(
      code('UVM_HCS_ACCESS_DENIED', {
        data: {
          hresult: hresults.ERROR_ACCESS_DENIED,
          document: expect.objectContaining({ ErrorMessage: 'no' }),
        },
      }),
    );
  });

  test('a creation refused at once says why', async () => {
    standIn.script('HcsCreateComputeSystem', {
      result: hresults.HCS_E_SERVICE_NOT_AVAILABLE,
      document: '{"Error":-2143878892}',
    });
    await expect(host.create('vm', document)).rejects.toEqual(code('UVM_HCS_SERVICE_NOT_AVAILABLE'));
  });

  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['half a document', '{"Error":-2147'],
    ['another type', '[1]'],
  ])('an error document that is %s hides nothing of the failure', async (_, text) => {
    standIn.script('HcsStartComputeSystem', {
      completion: hresults.ERROR_FILE_NOT_FOUND,
      ...(text !== undefined && { document: text }),
    });
    const system = await host.create('vm', document);
    await expect(system.start()).rejects.toEqual(
      code('UVM_HCS_FILE_NOT_FOUND', { data: { hresult: 0x80070002 } }),
    );
  });

  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['half a document', '{"Id":"v'],
    ['a number', '7'],
    ['a document of wrong types', '{"Id":{}}'],
  ])('properties that are %s are a typed error', async (_, text) => {
    const system = await host.create('vm', document);
    standIn.script('HcsGetComputeSystemProperties', text === undefined ? {} : { document: text });
    await expect(system.properties()).rejects.toEqual(code('UVM_NATIVE_MALFORMED_RESULT'));
    expect(await system.properties()).toMatchObject({ Id: 'vm' });
  });

  test('members of newer systems are kept', async () => {
    const system = await host.create('vm', document);
    standIn.script('HcsGetComputeSystemProperties', { document: '{"Id":"vm","Newer":{"x":1}}' });
    expect(await system.properties()).toEqual({ Id: 'vm', Newer: { x: 1 } });
  });

  test.each(['{}', 'null', '[{"Id":7}]', 'no JSON'])(
    'a list of systems that is %s is a typed error',
    async (text) => {
      standIn.script('HcsEnumerateComputeSystems', { document: text });
      await expect(host.enumerate()).rejects.toEqual(code('UVM_NATIVE_MALFORMED_RESULT'));
    },
  );

  test('a creation whose system tells nothing about itself takes the system back', async () => {
    standIn.script('HcsGetComputeSystemProperties', { completion: hresults.E_FAIL });
    await expect(host.create('vm', document)).rejects.toEqual(code('UVM_HCS_FAILED'));
    await until(() => standIn.count('systems') === 0);
  });

  test('a creation whose events cannot be heard takes the system back', async () => {
    standIn.script('HcsSetComputeSystemCallback', { result: hresults.E_OUTOFMEMORY });
    await expect(host.create('vm', document)).rejects.toEqual(code('UVM_HCS_OUT_OF_MEMORY'));
    await until(() => standIn.count('systems') === 0);
  });

  test('a creation that nobody waits for any more is undone when it has succeeded', async () => {
    standIn.script('HcsCreateComputeSystem', { delayMs: 150, flags: answerFlags.behavesToo });
    await expect(host.create('vm', document, { timeoutMs: 20 })).rejects.toEqual(code('UVM_TIMEOUT'));
    await until(() => standIn.count('calls:HcsTerminateComputeSystem') === 1);
    await until(() => standIn.count('operations') === 0);
    expect(standIn.count('systems')).toBe(0);
  });

  test('a creation that nobody waits for any more, and that fails, leaves no handle', async () => {
    standIn.script('HcsCreateComputeSystem', { delayMs: 150, completion: hresults.E_FAIL });
    await expect(host.create('vm', document, { timeoutMs: 20 })).rejects.toEqual(code('UVM_TIMEOUT'));
    await until(() => standIn.count('calls:HcsCloseComputeSystem') === 1);
    await until(() => standIn.count('operations') === 0);
    expect(standIn.count('calls:HcsTerminateComputeSystem')).toBe(0);
  });

  test('a closing host waits for creations to be undone', async () => {
    standIn.script('HcsCreateComputeSystem', { delayMs: 150, flags: answerFlags.behavesToo });
    const late = expect(host.create('late', document)).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await until(() => standIn.count('calls:HcsCreateComputeSystem') === 1);
    await host.close();
    expect({ systems: standIn.count('systems'), ...leftovers(standIn) }).toEqual({ systems: 0 });
    await late;
  });

  test('a service that goes away during a creation leaves no handle, and closes none twice', async () => {
    const other = await host.create('other', document);
    standIn.script('HcsCreateComputeSystem', { flags: answerFlags.neverCompletes | answerFlags.behavesToo });
    const lost = expect(host.create('vm', document)).rejects.toEqual(code('UVM_HCS_SERVICE_DISCONNECTED'));
    await until(() => standIn.count('calls:HcsCreateComputeSystem') === 2);
    standIn.disconnect();
    await lost;
    await other.close();
    await until(() => standIn.count('systemHandles') === 0);
    expect(standIn.count('badHandles')).toBe(0);
  });

  test('the loss of the service, told by one handle, is not the failure of what others have asked', async () => {
    const one = await host.create('one', document);
    const other = await host.create('other', document);
    standIn.script('HcsGetComputeSystemProperties', { delayMs: 50, document: '{"Id":"other"}' });
    const answer = other.properties();
    const lost = new Promise<void>((resolve) => one.subscribe(() => resolve()));
    standIn.emit('one', SERVICE_DISCONNECT, null);
    await lost;
    expect(await answer).toEqual({ Id: 'other' });
  });

  test('a termination whose handle is closed ends with it, told or not of the exit', async () => {
    const system = await host.create('vm', document);
    standIn.script('HcsTerminateComputeSystem', {});
    const ending = expect(system.terminate()).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await until(() => standIn.count('calls:HcsTerminateComputeSystem') === 1);
    await system.close();
    await ending;
  });

  test('a request that is never answered ends with its deadline; the system can be ended all the same', async () => {
    const system = await host.create('vm', document);
    standIn.script('HcsStartComputeSystem', { flags: answerFlags.neverCompletes });
    await expect(system.start({ timeoutMs: 20 })).rejects.toEqual(code('UVM_TIMEOUT'));
    await system.terminate();
    expect(await system.exited).toMatchObject({ ExitType: 'ForcedExit' });
    await until(() => standIn.count('operations') === 0);
  });

  test('an answer that comes before the call returns is an answer', async () => {
    const system = await host.create('vm', document);
    standIn.script('HcsGetComputeSystemProperties', {
      document: '{"Id":"at once"}',
      flags: answerFlags.completesAtOnce,
    });
    expect(await system.properties()).toEqual({ Id: 'at once' });
  });

  test('closing a handle tells those who wait for an answer', async () => {
    const system = await host.create('vm', document);
    standIn.script('HcsStartComputeSystem', { flags: answerFlags.neverCompletes });
    const start = expect(system.start()).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await until(() => standIn.count('calls:HcsStartComputeSystem') === 1);
    await system.close();
    await start;
    await until(() => standIn.count('operations') === 0);
  });

  test('what waits behind a service that hangs is not done after its wait has ended', async () => {
    const system = await host.create('vm', document);
    for (let i = 0; i < 8; i += 1)
      standIn.script('HcsGetServiceProperties', { delayMs: 300, document: '{}' });
    const hung = Array.from({ length: 8 }, () => host.properties());
    await until(() => standIn.count('calls:HcsGetServiceProperties') > 0);
    const late = expect(system.start({ timeoutMs: 20 })).rejects.toEqual(code('UVM_TIMEOUT'));
    const closed = expect(system.pause()).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await late;
    await system.close();
    await closed;
    await Promise.all(hung);
    expect(standIn.count('calls:HcsStartComputeSystem')).toBe(0);
    expect(standIn.count('calls:HcsPauseComputeSystem')).toBe(0);
  });

  test('a service that goes away in the middle of a call fails it, and tells every handle', async () => {
    const system = await host.create('vm', document);
    const events: string[] = [];
    system.subscribe(({ type }) => events.push(type));
    standIn.script('HcsStartComputeSystem', { flags: answerFlags.neverCompletes });
    const start = expect(system.start()).rejects.toEqual(code('UVM_HCS_SERVICE_DISCONNECTED'));
    await until(() => standIn.count('calls:HcsStartComputeSystem') === 1);
    standIn.disconnect();
    await start;
    expect(await system.exited).toEqual({ Status: -2143878882, ExitType: 'Unknown' });
    expect(events).toEqual(['ServiceDisconnected']);
    await expect(host.enumerate()).rejects.toEqual(code('UVM_HCS_SERVICE_DISCONNECTED'));
  });

  test('crashes are told with their report, and without one that cannot be read', async () => {
    const system = await host.create('vm', document);
    const events: SystemEvent[] = [];
    system.subscribe((event) => events.push(event));
    standIn.emit('vm', CRASH_REPORT, '{"SystemId":"vm","CrashLog":"panic"}');
    standIn.emit('vm', CRASH_REPORT, '{"SystemId":');
    standIn.emit('vm', CRASH_REPORT, null);
    standIn.emit('vm', 0x7777, 'of a kind that nobody knows');
    standIn.emit('vm', 6, null);
    await until(() => events.length === 4);
    expect(events).toEqual([
      { type: 'SystemCrashReport', report: { SystemId: 'vm', CrashLog: 'panic' } },
      { type: 'SystemCrashReport' },
      { type: 'SystemCrashReport' },
      { type: 'GuestConnectionClosed' },
    ]);
    expect(messages).toContain('The document of an event is left out.');
  });

  test('an exit without a readable status is an exit', async () => {
    const system = await host.create('vm', document);
    await system.start();
    standIn.exit('vm', 'no JSON');
    expect(await system.exited).toEqual({});
  });

  test('a listener that throws harms nobody', async () => {
    const system = await host.create('vm', document);
    let heard = 0;
    system.subscribe(() => {
      throw new Error('of a listener');
    });
    system.subscribe(() => (heard += 1));
    await system.terminate();
    expect(heard).toBe(1);
    expect(messages).toContain('A listener threw.');
  });

  test('events in the thousands while the handle closes: none comes late, nothing hangs', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = `storm-${round}`;
      const system = await host.create(id, document);
      let closed = false;
      let late = 0;
      system.subscribe(() => (late += closed ? 1 : 0));
      standIn.emit(id, CRASH_REPORT, '{"SystemId":"x"}', 2000);
      await system.close();
      closed = true;
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(late).toBe(0);
    }
  });

  test('many systems at a time, each with its own end', async () => {
    const ends = await Promise.all(
      Array.from({ length: 50 }, async (_, number) => {
        await using system = await host.create(`vm-${number}`, document);
        const events: string[] = [];
        system.subscribe(({ type }) => events.push(type));
        await system.start();
        if (number % 2 === 0) await system.terminate();
        else standIn.exit(system.id, '{"Status":0,"ExitType":"GracefulExit"}');
        const { ExitType } = await system.exited;
        return `${ExitType} ${events.join()}`;
      }),
    );
    expect(new Set(ends.filter((_, number) => number % 2 === 0))).toEqual(
      new Set(['ForcedExit SystemExited']),
    );
    expect(new Set(ends.filter((_, number) => number % 2 === 1))).toEqual(
      new Set(['GracefulExit SystemExited']),
    );
    expect(host.handleCounts).toEqual({ opened: 50, closed: 50, collected: 0 });
  });

  test('a system that had ended before it was opened has exited', async () => {
    const first = await host.create('vm', document);
    standIn.script('HcsGetComputeSystemProperties', {
      document: '{"Id":"vm","Stopped":true,"ExitType":"GracefulExit"}',
    });
    const second = await host.open('vm');
    expect(await second.exited).toEqual({ ExitType: 'GracefulExit' });
    await first.terminate();
  });

  test('a handle that was forgotten is closed, counted, and spoken of', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await (async () => {
      const forgotten = await host.create('forgotten', document);
      await forgotten.start();
    })();
    await until(() => {
      collect();
      return host.handleCounts.closed === 1;
    });
    expect(host.handleCounts).toEqual({ opened: 1, closed: 1, collected: 1 });
    expect(messages).toContain('A handle was never closed; it is closed now.');
  });

  test('a system that somebody listened to, and that has ended, can be forgotten', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await (async () => {
      const system = await host.create('vm', document);
      system.subscribe(() => undefined)[Symbol.dispose]();
      system.subscribe(() => undefined);
      await system.terminate();
      await system.exited;
    })();
    await until(() => {
      collect();
      return host.handleCounts.closed === 1;
    });
    expect(host.handleCounts.collected).toBe(1);
  });

  test('a system whose exit somebody waits for is not forgotten', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const waited = (async () => (await host.create('waited-for', document)).exited)();
    await until(() => standIn.count('systemHandles') === 1);
    for (let i = 0; i < 20; i += 1) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(host.handleCounts.collected).toBe(0);
    standIn.exit('waited-for', '{"ExitType":"GracefulExit"}');
    expect(await waited).toEqual({ ExitType: 'GracefulExit' });
  });

  test('a closed host has closed its handles, and gives out no more', async () => {
    const system = await host.create('vm', document);
    standIn.script('HcsCreateComputeSystem', { delayMs: 200, flags: answerFlags.behavesToo });
    const late = expect(host.create('late', document)).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await until(() => standIn.count('calls:HcsCreateComputeSystem') === 2);
    await host.close();
    await late;
    await expect(system.properties()).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await expect(host.open('vm')).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await until(() => standIn.count('systemHandles') === 0 && standIn.count('operations') === 0);
  });

  test('runs on a Windows that lacks newer functions', async () => {
    await using old: ComputeHost = createNativeHost({ libraries: librariesOf1809 });
    await using system = await old.create('vm-1809', document);
    await system.start();
    await system.terminate();
  });
});

describe('without the libraries of Windows', () => {
  test('a library that is not there is a typed error', async () => {
    await using host = createNativeHost({ libraries: { computecore: '/nowhere/computecore.dll' } });
    await expect(host.enumerate()).rejects.toEqual(code('UVM_NATIVE_LIBRARY_MISSING'));
  });

  if (process.platform !== 'win32') {
    test('every call of a host rejects', async () => {
      await using host = createNativeHost();
      for (const call of [
        host.properties(),
        host.create('vm', document),
        host.open('vm'),
        host.enumerate(),
      ]) {
        await expect(call).rejects.toEqual(code('UVM_UNSUPPORTED_PLATFORM'));
      }
    });
  }
});
