import { DEFAULT_GCS_LOG_LIMITS, GcsLogParser, type GcsLogLimits, type GcsLogRecord } from '../src/index.js';

const parse = (text: string | Uint8Array, limits?: Partial<GcsLogLimits>): GcsLogRecord[] => {
  const records: GcsLogRecord[] = [];
  const parser = new GcsLogParser((record) => records.push(record), limits);
  parser.push(Buffer.from(text as string));
  parser.end();
  return records;
};

const first = (text: string, limits?: Partial<GcsLogLimits>): GcsLogRecord => {
  const [record] = parse(text, limits);
  if (!record) throw new Error('no record');
  return record;
};

describe('JSON entries', () => {
  test('level, message and time are taken out of the fields', () => {
    expect(
      parse('{"level":"warning","msg":"low","time":"2024-03-05T08:00:00.123456789Z","free":3}\n'),
    ).toEqual([
      {
        kind: 'entry',
        level: 'warn',
        message: 'low',
        time: '2024-03-05T08:00:00.123456789Z',
        fields: { free: 3 },
      },
    ]);
  });

  test.each([
    ['panic', 'error'],
    ['FATAL', 'error'],
    ['error', 'error'],
    ['Warn', 'warn'],
    ['debug', 'debug'],
    ['trace', 'trace'],
  ])('level %s becomes %s', (name, level) => expect(first(`{"level":"${name}"}`).level).toBe(level));

  test.each([
    ['an unknown level', '{"level":"bogus","msg":"x"}', { level: 'bogus' }],
    ['a level that is no text', '{"level":3,"msg":"x"}', { level: 3 }],
    ['a message that is no text', '{"msg":[1]}', { msg: [1] }],
    ['a time that is none', '{"time":"yesterday"}', { time: 'yesterday' }],
    ['a day that is none', '{"time":"2023-02-29T00:00:00Z"}', { time: '2023-02-29T00:00:00Z' }],
  ])('%s stays among the fields', (_, line, fields) => {
    expect(first(line)).toMatchObject({ kind: 'entry', level: 'info', fields });
  });

  test('null leaves the defaults', () => {
    expect(first('{"level":null,"msg":null,"time":null,"x":null}')).toEqual({
      kind: 'entry',
      level: 'info',
      message: '',
      time: undefined,
      fields: { x: null },
    });
  });

  test('a time with an offset is brought into its canonical form', () => {
    expect(first('{"time":"2024-01-15T9:30:00,5000+02:00"}').time).toBe('2024-01-15T09:30:00.5+02:00');
  });

  test('integers beyond 2^53 keep all digits', () => {
    expect(first('{"a":9007199254740993,"b":[18446744073709551615],"c":-1,"d":1e300}').fields).toEqual({
      a: 9007199254740993n,
      b: [18446744073709551615n],
      c: -1,
      d: 1e300,
    });
  });

  test('a number beyond the double range is kept as its text', () => {
    expect(first('{"a":1e999}').fields).toEqual({ a: '1e999' });
  });

  test('__proto__ is an ordinary field', () => {
    const { fields } = first('{"__proto__":{"polluted":true},"constructor":"x"}');
    expect(Object.keys(fields)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  test('a relayed kernel message is the message, with the level of its priority', () => {
    expect(first('{"level":"info","message":"oom","msg":"kmsg read","priority":"Err","seq":7}')).toEqual({
      kind: 'kernel',
      level: 'error',
      message: 'oom',
      time: undefined,
      fields: { priority: 'Err', seq: 7 },
    });
  });

  test.each([
    [
      'message before Message',
      '{"Source":"ETW","message":"a","Message":"b"}',
      'a',
      { Source: 'ETW', Message: 'b' },
    ],
    ['Message alone', '{"Source":"ETW","msg":"m","Message":"b"}', 'b', { Source: 'ETW' }],
    ['neither', '{"Source":"ETW","msg":"m","message":1}', 'm', { Source: 'ETW', message: 1 }],
    ['another source', '{"Source":"etw","msg":"m","message":"a"}', 'm', { Source: 'etw', message: 'a' }],
  ])('an ETW entry: %s', (_, line, message, fields) =>
    expect(first(line)).toMatchObject({ message, fields }),
  );

  test('several objects on one line are several records', () => {
    expect(parse('{"msg":"a"} {"msg":"b"}{"msg":"c"}').map(({ message }) => message)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('a line that only begins like an entry is text, and the next line is read as ever', () => {
    expect(parse('{"msg":"a"\n{"msg":"b"}\n').map(({ kind, message }) => [kind, message])).toEqual([
      ['text', '{"msg":"a"'],
      ['entry', 'b'],
    ]);
  });

  test('letters of every width survive', () => {
    const message = 'µs é 日本 😀 ÿ';
    expect(first(JSON.stringify({ msg: message })).message).toBe(message);
    expect(parse(`{"msg":"µ"}\n{"msg":"日"}\nplain ÿ\n`).map((record) => record.message)).toEqual([
      'µ',
      '日',
      'plain ÿ',
    ]);
  });
});

describe('lines that are no JSON', () => {
  test.each([
    ['[    1.234567] eth0: up', 'info', 'eth0: up', { timesincebootmicro: 1_234_567 }],
    [
      '<3>[   12.000001][  T1] bad',
      'error',
      'bad',
      { timesincebootmicro: 12_000_001, facility: 0, caller: 'T1' },
    ],
    ['<12>[    0.000000] w', 'warn', 'w', { timesincebootmicro: 0, facility: 1 }],
  ])('printk %s', (line, level, message, fields) => {
    expect(first(line)).toEqual({ kind: 'kernel', level, message, time: undefined, fields });
  });

  test('logfmt', () => {
    expect(
      first('time="2024-01-15T10:30:00Z" level=warning msg="a \\"b\\"\\n" n=1 empty= path=/x\n'),
    ).toEqual({
      kind: 'logfmt',
      level: 'warn',
      message: 'a "b"\n',
      time: '2024-01-15T10:30:00Z',
      fields: { n: '1', empty: '', path: '/x' },
    });
  });

  test.each([
    'a=b',
    'msg=x trailing',
    'msg="open',
    'hello world',
    '=x',
    '"msg"=x',
    'null',
    '[1,2]',
    '2024/01/15 x',
  ])('%s is plain text', (line) =>
    expect(first(line)).toMatchObject({ kind: 'text', level: 'info', message: line, fields: {} }),
  );

  test('carriage returns before line feeds and blank lines are left out', () => {
    expect(parse('a\r\n\r\n  \nb').map(({ message }) => message)).toEqual(['a', 'b']);
  });
});

describe('Go crashes', () => {
  const trace = [
    'panic: assignment to entry in nil map',
    'second line of the message',
    '',
    '[signal SIGSEGV: segmentation violation]',
    'goroutine 1 [running]:',
    'main.loop(0xc000012345)',
    '\t/src/agent/loop.go:88 +0x1a5',
    'created by main.main in goroutine 7',
    '',
    'rax    0x0',
    'exit status 2',
  ];

  test('the whole trace is one record', () => {
    expect(parse(`${trace.join('\n')}\n`)).toEqual([
      {
        kind: 'panic',
        level: 'error',
        message: trace[0],
        time: undefined,
        fields: { trace: trace.join('\n') },
      },
    ]);
  });

  test('an entry, a kernel line or other text ends it', () => {
    for (const next of ['{"msg":"x"}', '[    0.000001] x', 'next program']) {
      expect(parse([...trace, next].join('\n')).map(({ kind }) => kind)[0]).toBe('panic');
      expect(parse([...trace, next].join('\n'))).toHaveLength(2);
    }
  });

  test('two crashes are two records', () => {
    expect(parse('fatal error: a\n\ngoroutine 1 [running]:\nmain()\nuser text\npanic: b\n')).toMatchObject([
      { kind: 'panic', message: 'fatal error: a' },
      { kind: 'text', message: 'user text' },
      { kind: 'panic', message: 'panic: b' },
    ]);
  });

  test.each([-1, 0, 1])('its size limit at %d bytes around the trace', (extra) => {
    const bytes = trace.join('\n').length + 1;
    const [record] = parse(trace.join('\n'), { maxTraceBytes: bytes + extra });
    expect(record?.fields['linesLeftOut']).toBe(extra < 0 ? 1 : undefined);
  });
});

describe('limits', () => {
  test.each([
    [-1, {}],
    [0, {}],
    [1, { bytesLeftOut: 1 }],
  ])('a line %d bytes from the limit', (extra, fields) => {
    const line = 'é'.repeat(50) + 'x'.repeat(100 + extra);
    for (const ending of ['', '\n', '\nnext\n']) {
      expect(first(line + ending, { maxLineBytes: 200 }).fields).toEqual(fields);
      expect(first(`a\n${line}${ending}`, { maxLineBytes: 200 })).toMatchObject({ message: 'a' });
    }
  });

  test('a cut line costs nothing but its end', () => {
    expect(parse(`${'x'.repeat(1000)}\nok\n`, { maxLineBytes: 10 })).toMatchObject([
      { message: 'xxxxxxxxxx', fields: { bytesLeftOut: 990 } },
      { message: 'ok', fields: {} },
    ]);
  });

  test.each([-1, 0, 1])('depth %d around the limit', (extra) => {
    const depth = DEFAULT_GCS_LOG_LIMITS.maxDepth + extra;
    const text = JSON.stringify(first(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`).fields);
    expect(text.includes('…')).toBe(extra > 0);
    expect(text.split('[')).toHaveLength(Math.min(depth, DEFAULT_GCS_LOG_LIMITS.maxDepth) + 1);
  });

  test('a hundred thousand brackets do no harm', () => {
    expect(first(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).kind).toBe('entry');
    expect(first(`{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`).kind).toBe('entry');
    expect(first(`{"a":${'['.repeat(100_000)}`).kind).toBe('text');
  });

  test.each([0, -1, NaN])('a limit of %d is refused', (maxLineBytes) => {
    expect(() => new GcsLogParser(() => undefined, { maxLineBytes })).toThrow(
      expect.objectContaining({ code: 'UVM_GCSLOG_LIMIT' }),
    );
  });
});
