import fc from 'fast-check';
import {
  ComputeSystem,
  decode,
  limits,
  ObjectDirectory,
  print,
  type DecodeResult,
  type Problem,
} from '../src/index.js';
import { arbitraryOf } from './support/arbitrary.js';

const problemsOf = (input: unknown): readonly Problem[] => {
  const result: DecodeResult<ComputeSystem> = decode(ComputeSystem, input);
  return result.ok ? [] : result.problems;
};

const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('text that is no document', () => {
  test.each([
    ['nothing', '', ''],
    ['half a document', '{"Owner":', 'line 1, column 10: Object value expected after'],
    [
      'a missing comma',
      '{\n "Owner": "x"\n "b": 2}',
      `line 3, column 2: Comma ',' expected after value but got '"'.`,
    ],
    ['a trailing comma', '{"Owner":"x",}', "line 1, column 14: Quoted object key expected but got '}'."],
    ['a comment', '{} // x', "line 1, column 4: Expected end of input but got '/'."],
    ['a byte order mark', '\ufeff{}', 'line 1, column 1'],
  ])('%s is one problem that says where', (_, text, hint) => {
    expect(problemsOf(text)).toEqual([
      {
        path: '',
        code: 'not-json',
        expected: 'JSON',
        got: JSON.stringify(text),
        hint: expect.stringContaining(hint),
      },
    ]);
  });

  test.each(['null', '[]', '"ComputeSystem"', '1', 'true'])('%s is of the wrong type', (text) => {
    expect(problemsOf(text)).toMatchObject([{ path: '', code: 'wrong-type', expected: 'an object' }]);
  });
});

describe('members given twice', () => {
  test.each([
    ['with different values', '{"Owner":"a","Owner":"b"}', ['Owner']],
    ['with the same value', '{"Owner":"a","Owner":"a"}', ['Owner']],
    ['spelt differently', '{"Owner":"a","\\u004fwner":"b"}', ['Owner']],
    ['with space before the colon', '{"Owner" : "a","Owner"\n:\t"b"}', ['Owner']],
    ['beside a string with a colon', '{"Owner":":","HostingSystemId" :"x","Owner":"b"}', ['Owner']],
    ['beside a string with quotes', '{"Owner":"\\":\\":","Owner":"b\\\\"}', ['Owner']],
    [
      'in a dictionary',
      '{"VirtualMachine":{"Devices":{"Scsi":{"0":{},"0":{}}}}}',
      ['VirtualMachine.Devices.Scsi.0'],
    ],
    ['in JSON of no known type', '{"HostedSystem":[{"a":1,"a":1}]}', ['HostedSystem[0].a']],
    ['thrice', '{"Owner":"a","Owner":"b","Owner":"c"}', ['Owner', 'Owner']],
  ])('%s are problems', (_, text, paths) => {
    const found = problemsOf(text);
    expect(found.map(({ code }) => code)).toEqual(paths.map(() => 'duplicate-member'));
    expect(found.map(({ path }) => path.replace('["0"]', '.0'))).toEqual(paths);
  });

  test('no string makes a member look like another', () => {
    expect(problemsOf('{"Owner":"\\"Owner\\":","HostingSystemId":":Owner\\": "}')).toEqual([]);
  });
});

describe('names with a meaning in JavaScript', () => {
  test.each([
    ['a member', '{"__proto__":{"Owner":"x"}}', '__proto__'],
    [
      'an entry',
      '{"VirtualMachine":{"Devices":{"Scsi":{"__proto__":{}}}}}',
      'VirtualMachine.Devices.Scsi["__proto__"]',
    ],
    ['a member of unknown JSON', '{"HostedSystem":{"__proto__":1}}', 'HostedSystem.__proto__'],
  ])('__proto__ as %s is forbidden', (_, text, path) => {
    expect(problemsOf(text)).toMatchObject([{ path, code: 'forbidden-member' }]);
    expect(decode(ComputeSystem, text, { mode: 'lenient' }).ok).toBe(false);
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])('%s is an ordinary name', (name) => {
    const text = `{"VirtualMachine":{"Devices":{"Scsi":{"${name}":{}}}}}`;
    expect(problemsOf(text)).toEqual([]);
    expect(print(decodeAny(text))).toBe(text);
    expect(problemsOf(`{"${name}":1}`)).toMatchObject([{ path: name, code: 'unknown-member' }]);
  });
});

const decodeAny = (text: string): ComputeSystem => {
  const result = decode(ComputeSystem, text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

describe('limits', () => {
  test.each([
    [limits.depth - 1, 0],
    [limits.depth, 0],
    [limits.depth + 1, 1],
  ])('%d levels give %d problems', (depth, count) => {
    const text = `{"HostedSystem":${lists(depth - 1)}}`;
    for (const input of [text, JSON.parse(text) as unknown]) {
      expect(problemsOf(input).map(({ code }) => code)).toEqual(
        Array.from({ length: count }, () => 'too-deep'),
      );
    }
  });

  test('a type that contains itself has the same depth', () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { objdir: [nested(levels - 1)] });
    expect(decode(ObjectDirectory, nested(limits.depth / 2)).ok).toBe(true);
    expect(decode(ObjectDirectory, nested(limits.depth / 2 + 1))).toMatchObject({
      problems: [{ code: 'too-deep' }],
    });
  });

  test.each([1e5, 4e6])('a bomb of %d lists is one problem', (levels) => {
    for (const text of [
      `{"HostedSystem":${lists(levels)}}`,
      '['.repeat(levels),
      '{"a":'.repeat(levels / 4),
    ]) {
      expect(problemsOf(text)).toMatchObject([{ code: 'too-deep' }]);
    }
  });

  test('a value that contains itself is too deep', () => {
    const cycle: { HostedSystem?: unknown } = {};
    cycle.HostedSystem = cycle;
    expect(problemsOf(cycle)).toMatchObject([{ code: 'too-deep' }]);
    expect(() => print(cycle)).toThrow(expect.objectContaining({ code: 'UVM_SCHEMA_UNPRINTABLE' }));
  });

  test.each([
    [limits.stringLength - 1, []],
    [limits.stringLength, []],
    [limits.stringLength + 1, ['too-long']],
  ])('a string of %d characters in a value', (length, codes) => {
    expect(problemsOf({ Owner: 'x'.repeat(length) }).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    [limits.textLength - 1, []],
    [limits.textLength, []],
    [limits.textLength + 1, ['too-long']],
  ])('a text of %d characters', (length, codes) => {
    const text = `{"Owner":"${'x'.repeat(length - '{"Owner":""}'.length)}"}`;
    expect(problemsOf(text).map(({ code }) => code)).toEqual(codes);
  });

  test('no more problems are listed than the limit', () => {
    const names = Array.from({ length: limits.problems + 1 }, (_, index) => [`Name${index}`, 1]);
    expect(problemsOf(Object.fromEntries(names))).toHaveLength(limits.problems);
    expect(problemsOf(Object.fromEntries(names.slice(1)))).toHaveLength(limits.problems);
    expect(problemsOf(Object.fromEntries(names.slice(2)))).toHaveLength(limits.problems - 1);
  });
});

describe('strings', () => {
  test.each(['"\\ud800"', '"a\\udc00b"', '"\\udc00\\ud800"'])('%s has half a surrogate pair', (text) => {
    expect(problemsOf(`{"Owner":${text}}`)).toMatchObject([{ path: 'Owner', code: 'lone-surrogate' }]);
    expect(problemsOf(`{"HostedSystem":${text}}`)).toMatchObject([{ code: 'lone-surrogate' }]);
    expect(problemsOf(`{"VirtualMachine":{"Devices":{"Scsi":{${text}:{}}}}}`)).toMatchObject([
      { code: 'bad-name' },
    ]);
  });

  test('a whole pair is fine', () => {
    expect(problemsOf('{"Owner":"\\ud83d\\ude00"}')).toEqual([]);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"',
        '\\',
        '"Owner"',
        '1',
        '-',
        'e9',
        '.',
        '12345678901234567',
        'null',
        ' ',
      ),
    )
    .map((parts) => parts.join('')),
);

test('any text gives a result, and problems or a document', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('strict', 'lenient'), (text, mode) => {
      const result = decode(ComputeSystem, text, { mode });
      if (!result.ok) expect(result.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

test('a document damaged anywhere gives a result that agrees with JSON.parse', () => {
  fc.assert(
    fc.property(
      arbitraryOf(ComputeSystem),
      fc.nat(),
      fc.constantFrom('', '"', '{', '}', ',', ':', '\\', '9'),
      (document, at, put) => {
        const text = print(document as ComputeSystem);
        const position = at % text.length;
        const damaged = text.slice(0, position) + put + text.slice(position + 1);
        const isNotJson = problemsOf(damaged).some(({ code }) => code === 'not-json');
        expect(isNotJson).toBe(!isJson(damaged));
      },
    ),
    { numRuns: 300 },
  );
});

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
