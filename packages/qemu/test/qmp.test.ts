import type { Duplex } from 'node:stream';
import fc from 'fast-check';
import { createStreamPair } from '@uvmkit/vsock';
import { createLineSplitter } from '../src/qmp/line-splitter.js';
import { openQmp, type QmpClient } from '../src/qmp/qmp-client.js';
import { parseQmpMessage, type QmpEvent } from '../src/qmp/qmp-message.js';

describe('lines', () => {
  test('come back whatever the chunks', () => {
    const line = fc.string({ maxLength: 20 }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.integer({ min: 1, max: 30 }), (lines, size) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const splitter = createLineSplitter();
        const seen: string[] = [];
        for (let at = 0; at < bytes.length; at += size)
          seen.push(...(splitter.push(bytes.subarray(at, at + size)) ?? []));
        expect(seen).toEqual(lines.map((text) => Buffer.from(text).toString()));
      }),
    );
  });

  test.each([
    [9, true],
    [10, true],
    [11, false],
  ])('of %d bytes with a limit of 10', (size, fine) => {
    expect(createLineSplitter(10).push(Buffer.from(`${'x'.repeat(size)}\n`)) !== undefined).toBe(fine);
    const byByte = createLineSplitter(10);
    const pushes = Array.from({ length: size }, () => byByte.push(Buffer.from('x')));
    expect(pushes.at(-1) !== undefined).toBe(fine);
  });
});

describe('messages', () => {
  test.each<[string, string, object | undefined]>([
    ['event', '{"event":"STOP","timestamp":{}}', { kind: 'event', event: { name: 'STOP', data: {} } }],
    ['return', '{"return":{},"id":7}', { kind: 'return', id: 7, value: {} }],
    [
      'failure',
      '{"id":7,"error":{"class":"GenericError","desc":"no"}}',
      { kind: 'failure', id: 7, errorClass: 'GenericError', desc: 'no' },
    ],
    ['greeting', '{"QMP":{"version":{"qemu":{"major":7,"minor":2,"micro":1}}}}', { kind: 'greeting' }],
    ['number', '7', undefined],
    ['nothing', '', undefined],
    ['other object', '{"id":7}', undefined],
    ['half', '{"event":', undefined],
  ])('%s', (_, line, message) => {
    expect(parseQmpMessage(line)).toEqual(message);
  });

  test('no text and no JSON throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void parseQmpMessage(line)));
  });
});

describe('conversation', () => {
  const GREETING = '{"QMP":{"version":{"qemu":{"major":7,"minor":2,"micro":1}}}}\n';
  let qemu: Duplex;
  let asked: { execute: string; id: number; arguments?: object }[];
  let events: QmpEvent[];

  const open = async (greeting = GREETING): Promise<QmpClient> => {
    const [near, far] = createStreamPair();
    [qemu, asked, events] = [far, [], []];
    far.on('data', (chunk: Buffer) => {
      const command = JSON.parse(chunk.toString()) as (typeof asked)[number];
      if (command.execute === 'qmp_capabilities') far.write(`{"return":{},"id":${command.id}}\n`);
      else asked.push(command);
    });
    far.write(greeting);
    return openQmp(near, (event) => events.push(event), { timeoutMs: 1_000 });
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test('answers find their commands, in any order, among events', async () => {
    const client = await open();
    const answers = Promise.all([client.execute('one'), client.execute('two', { x: 1 })]);
    await turn();
    expect(asked.map(({ execute, arguments: args }) => [execute, args])).toEqual([
      ['one', undefined],
      ['two', { x: 1 }],
    ]);
    const [one, two] = asked.map(({ id }) => id);
    qemu.write(`{"return":2,"id":${two}}\n{"event":"STOP"}\n{"return":1,"id":${one}}\n`);
    expect(await answers).toEqual([1, 2]);
    expect(events.map(({ name }) => name)).toEqual(['STOP']);
  });

  test('a refusal has the words of QEMU', async () => {
    const client = await open();
    const answer = client.execute('device_add');
    await turn();
    qemu.write(`{"error":{"class":"GenericError","desc":"lun already used by 'd2'"},"id":${asked[0]?.id}}\n`);
    await expect(answer).rejects.toMatchObject({
      code: 'UVM_QEMU_COMMAND',
      data: { command: 'device_add', class: 'GenericError', desc: "lun already used by 'd2'" },
    });
  });

  test('an answer to nobody is ignored', async () => {
    const client = await open();
    qemu.write('{"return":1,"id":999}\n{"error":{"class":"x","desc":"y"}}\n');
    await turn();
    qemu.end();
    expect(await client.closed).toBeUndefined();
  });

  test.each([
    ['nonsense', 'nonsense\n', 'UVM_QEMU_QMP'],
    ['the end', undefined, 'UVM_QEMU_QMP'],
  ])('%s fails what waits and what comes', async (_, text, code) => {
    const client = await open();
    const waiting = client.execute('one');
    if (text === undefined) qemu.end();
    else qemu.write(text);
    await expect(waiting).rejects.toMatchObject({ code });
    await expect(client.execute('two')).rejects.toMatchObject({ code });
  });

  test('a command has a deadline and a signal', async () => {
    const client = await open();
    await expect(client.execute('slow', undefined, { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'UVM_TIMEOUT',
    });
    const abort = new AbortController();
    const waiting = client.execute('slow', undefined, { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'UVM_ABORTED' });
    client[Symbol.dispose]();
    client[Symbol.dispose]();
  });

  test('no greeting, no conversation', async () => {
    await expect(open('{"event":"x"}\n')).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
    await expect(open('hello\n')).rejects.toMatchObject({ code: 'UVM_QEMU_QMP' });
  });
});
