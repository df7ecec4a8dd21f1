import { PassThrough, Readable } from 'node:stream';
import type { Logger } from '@uvmkit/vmutils';
import winston from 'winston';
import { forwardGcsLog } from '../src/index.js';

type Call = [level: string, message: string, fields: unknown];

const recorder = (debugEnabled = true): { calls: Call[]; logger: Logger } => {
  const calls: Call[] = [];
  const at = (level: string) => (message: string, fields?: object) =>
    void calls.push([level, message, fields]);
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
    isDebugEnabled: () => debugEnabled,
  };
  return { calls, logger };
};

async function* chunks(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield Buffer.from(text);
  }
}

const vmId = 'vm-1';

test('records reach the logger with the id of the VM and its time to the nanosecond', async () => {
  const { calls, logger } = recorder();
  const source = chunks(
    '{"level":"fatal","msg":"a","time":"2024-01-15T10:30:00.123456789Z","x":1,"uvm-id":"spoof"}\n',
    'b',
  );
  expect(await forwardGcsLog(source, logger, { vmId })).toEqual({
    forwarded: 2,
    dropped: 0,
    refused: 0,
    failure: undefined,
  });
  expect(calls).toEqual([
    ['error', 'a', { x: 1, 'uvm-id': 'vm-1', 'vm.time': '2024-01-15T10:30:00.123456789Z' }],
    ['info', 'b', { 'uvm-id': 'vm-1' }],
  ]);
});

test('trace goes to debug; neither is forwarded if the logger has debug off', async () => {
  const text = '{"level":"trace","msg":"t"}{"level":"debug","msg":"d"}{"msg":"i"}';
  const on = recorder();
  await forwardGcsLog(chunks(text), on.logger, { vmId });
  expect(on.calls.map(([level, message]) => [level, message])).toEqual([
    ['debug', 't'],
    ['debug', 'd'],
    ['info', 'i'],
  ]);
  const off = recorder(false);
  await forwardGcsLog(chunks(text), off.logger, { vmId });
  expect(off.calls.map(([, message]) => message)).toEqual(['i']);
});

test('winston takes the records, and its own names stay its own', async () => {
  const lines: string[] = [];
  const logger = winston.createLogger({
    level: 'debug',
    transports: new winston.transports.Stream({
      stream: new PassThrough().on('data', (line: Buffer) => lines.push(line.toString().trim())),
    }),
  });
  await forwardGcsLog(chunks('{"level":"bogus","msg":"m","message":"other"}\n'), logger, { vmId });
  await new Promise((resolve) => logger.on('finish', resolve).end());
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'info', message: 'm', 'vm.message': 'other', 'vm.level': 'bogus', 'uvm-id': 'vm-1' },
  ]);
});

test('a flood is cut to the rate, and each window says what it cost', async () => {
  const { calls, logger } = recorder();
  let time = 0;
  const rate = { records: 3, windowMs: 1000 };
  async function* flood(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a\n'.repeat(10));
    time = 999;
    yield Buffer.from('a\n');
    time = 1000;
    yield Buffer.from('b\n'.repeat(5));
  }
  const summary = await forwardGcsLog(flood(), logger, { vmId, rate, now: () => time });
  expect(calls.map(([level, message]) => `${level} ${message}`)).toEqual([
    ...['info a', 'info a', 'info a'],
    ...['warn dropped 8 guest log records', 'info b', 'info b', 'info b'],
    'warn dropped 2 guest log records',
  ]);
  expect(calls[3]?.[2]).toEqual({ dropped: 8, allowedRecords: 3, windowMs: 1000, 'uvm-id': 'vm-1' });
  expect(summary).toMatchObject({ forwarded: 8, dropped: 10 });
});

test.each([2, 3, 4])('%d records at a rate of 3', async (count) => {
  const { logger } = recorder();
  const summary = await forwardGcsLog(chunks('a\n'.repeat(count)), logger, {
    vmId,
    rate: { records: 3, windowMs: 1 },
    now: () => 0,
  });
  expect(summary.dropped).toBe(Math.max(0, count - 3));
});

test('a source that fails is reported after what it gave, and the promise resolves', async () => {
  const { calls, logger } = recorder();
  const failure = new Error('reset');
  expect(await forwardGcsLog(chunks('panic: x\n', failure), logger, { vmId })).toMatchObject({ failure });
  expect(calls.map(([level, message]) => `${level} ${message}`)).toEqual([
    'error panic: x',
    'warn guest log stream failed',
  ]);
});

test('a logger that throws loses its record and no other', async () => {
  const { calls, logger } = recorder();
  logger.info = () => {
    throw new Error('disk full');
  };
  expect(await forwardGcsLog(chunks('a\n{"level":"error","msg":"b"}\n'), logger, { vmId })).toMatchObject({
    forwarded: 1,
    refused: 1,
  });
  expect(calls).toHaveLength(1);
});

test('an abort ends it at once and lets go of a silent stream', async () => {
  const { calls, logger } = recorder();
  const stream = new Readable({ read: () => undefined });
  stream.push('one\nhalf');
  const abort = new AbortController();
  const done = forwardGcsLog(stream, logger, { vmId, signal: abort.signal });
  await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  expect(await done).toMatchObject({ forwarded: 2, failure: undefined });
  expect(calls.map(([, message]) => message)).toEqual(['one', 'half']);
  expect(stream.destroyed).toBe(true);
});

test('a stream that decodes its bytes is read all the same', async () => {
  const { calls, logger } = recorder();
  await forwardGcsLog(Readable.from([Buffer.from('µ\n')]).setEncoding('utf8'), logger, { vmId });
  expect(calls.map(([, message]) => message)).toEqual(['µ']);
});

test('a stream of something else is a failure', async () => {
  const { logger } = recorder();
  expect(await forwardGcsLog(Readable.from([{}]), logger, { vmId })).toMatchObject({
    forwarded: 1,
    failure: expect.any(TypeError) as unknown,
  });
});

test('a signal that has fired already forwards nothing', async () => {
  const { calls, logger } = recorder();
  await forwardGcsLog(chunks('a'), logger, { vmId, signal: AbortSignal.abort() });
  expect(calls).toEqual([]);
});

test('limits that make no sense are refused', () => {
  const { logger } = recorder();
  expect(() => forwardGcsLog(chunks(), logger, { vmId, rate: { records: 0, windowMs: 1 } })).toThrow(
    expect.objectContaining({ code: 'UVM_GCSLOG_LIMIT', data: { name: 'rate.records', value: 0 } }),
  );
});
