import fc from 'fast-check';
import {
  forwardGcsLog,
  GcsLogParser,
  parseGcsLog,
  type GcsLogger,
  type GcsLogLimits,
  type GcsLogRecord,
} from '../src/index.js';

const parseAll = (chunks: readonly Uint8Array[], limits?: Partial<GcsLogLimits>): GcsLogRecord[] => {
  const records: GcsLogRecord[] = [];
  const parser = new GcsLogParser((record) => records.push(record), limits);
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  return records;
};

const cut = (bytes: Uint8Array, at: readonly number[]): Uint8Array[] => {
  const points = [...new Set(at.map((n) => n % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...points, bytes.length].map((point, i) => bytes.subarray(points[i - 1] ?? 0, point));
};

const SEEDS = [
  '{"level":"info","msg":"Span","time":"2024-03-05T08:00:00.000000000Z","duration":"12µs","name":"日本"}',
  '{"facility":0,"message":"eth0: up","msg":"kmsg read","priority":"Info","seq":200}',
  '{"Source":"ETW","Message":"m","n":18446744073709551615,"a":[[[{}]]]}',
  '[    1.234567] eth0: up',
  '<3>[    1.234567][  T1] bad',
  'time="2024-01-15T10:30:00Z" level=info msg="a b" n=1',
  'panic: runtime error: index out of range',
  'goroutine 1 [running]:',
  'main.main()',
  '\t/src/main.go:17 +0x2b',
  'exit status 2',
  '',
  'plain text',
  '{"broken":',
];

const line = fc.oneof(fc.constantFrom(...SEEDS), fc.string(), fc.json());
const streamOfLines = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', ''))
  .map(([lines, ending]) => Buffer.from(lines.join('\n') + ending));

/** A stream of which some bytes are replaced by any others. */
const mutated = fc
  .tuple(streamOfLines, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }))
  .map(([bytes, changes]) => {
    const copy = Buffer.from(bytes);
    for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte;
    return copy;
  });

const anyStream = fc.oneof(
  streamOfLines,
  mutated,
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

const limits = fc.record({
  maxLineBytes: fc.constantFrom(1, 7, 40, 262_144),
  maxTraceBytes: fc.constantFrom(1, 50, 262_144),
  maxDepth: fc.constantFrom(1, 2, 32),
});

test('the same bytes give the same records however they are cut', () => {
  fc.assert(
    fc.property(anyStream, fc.array(fc.nat(), { maxLength: 20 }), limits, (bytes, at, bounds) => {
      expect(parseAll(cut(bytes, at), bounds)).toEqual(parseAll([bytes], bounds));
    }),
    { numRuns: 2000 },
  );
});

test('byte by byte too, and at any alignment of the memory', () => {
  fc.assert(
    fc.property(anyStream, fc.integer({ min: 0, max: 7 }), (bytes, offset) => {
      const expected = parseAll([bytes]);
      expect(parseAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(expected);
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      expect(parseAll([moved.subarray(offset)])).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('no record is above error, and none is larger than its line allows', () => {
  fc.assert(
    fc.property(anyStream, fc.integer({ min: 1, max: 60 }), (bytes, maxLineBytes) => {
      for (const record of parseAll([bytes], { maxLineBytes, maxTraceBytes: 100 })) {
        expect(['error', 'warn', 'info', 'debug', 'trace']).toContain(record.level);
        expect(Buffer.byteLength(record.message)).toBeLessThanOrEqual(3 * maxLineBytes);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a bad line costs no good line after it', () => {
  fc.assert(
    fc.property(anyStream, (bytes) => {
      const good = '{"msg":"still here","n":1}\n';
      const last = parseAll([Buffer.concat([bytes, Buffer.from(`\n${good}`)])]).at(-1);
      expect(last).toMatchObject({ kind: 'entry', message: 'still here', fields: { n: 1 } });
    }),
    { numRuns: 1000 },
  );
});

test('what is printed by JSON.stringify comes back', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), value), (fields) => {
      for (const key of ['level', 'msg', 'time', 'message', 'Message']) delete fields[key];
      const [record] = parseAll([Buffer.from(`${JSON.stringify(fields)}\n`)]);
      expect(Object.entries(record?.fields ?? {}).map(([key, item]) => [key, exact(item)])).toEqual(
        Object.entries(fields).map(([key, item]) => [key, exact(item)]),
      );
    }),
    { numRuns: 1000 },
  );
});

/** Integers beyond 2^53 come back as `bigint`. */
const exact = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

test('neither mode throws, and both end', async () => {
  const logger: GcsLogger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
    child: () => logger,
  };
  await fc.assert(
    fc.asyncProperty(anyStream, fc.array(fc.nat(), { maxLength: 5 }), async (bytes, at) => {
      async function* source(): AsyncGenerator<Uint8Array> {
        yield* cut(bytes, at);
      }
      await forwardGcsLog(source(), logger, { vmId: 'vm' });
      await forwardGcsLog(source(), logger, { vmId: 'vm', compat: 'hcsshim' });
      const records: GcsLogRecord[] = [];
      for await (const record of parseGcsLog(source())) records.push(record);
      expect(records).toEqual(parseAll([bytes]));
    }),
    { numRuns: 300 },
  );
});
