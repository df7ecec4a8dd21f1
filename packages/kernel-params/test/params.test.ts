import { deserializeParams, kernelParamFields, quoteText, serializeParams } from '../src/index.js';

describe('pairs as text', () => {
  test.each([
    ['both halves are joined', [{ key: 'a', value: 'b' }], '=', ['a=b']],
    [
      'one half stands alone',
      [
        { key: 'a', value: '' },
        { key: '', value: 'b' },
      ],
      '=',
      ['a', 'b'],
    ],
    ['nothing is left out', [{ key: '', value: '' }], '=', []],
    ['an empty delimiter keeps halves apart', [{ key: 'a', value: 'b' }], '', ['a', 'b']],
  ])('%s', (_, params, delimiter, texts) => {
    expect(serializeParams(params, delimiter)).toEqual(texts);
  });

  test('reading cuts at the first =, and skips empty text', () => {
    expect(deserializeParams(['a=b=c', '', 'd', '=e', 'f='])).toEqual([
      { key: 'a', value: 'b=c' },
      { key: 'd', value: '' },
      { key: '', value: 'e' },
      { key: 'f', value: '' },
    ]);
  });
});

describe('fields of a line', () => {
  test.each([
    ['blanks separate', 'a  b', ['a', 'b']],
    ['tabs do not, but are trimmed', '\ta\tb\n c', ['a\tb', 'c']],
    ['quotes protect and stay', 'a="b c" d', ['a="b c"', 'd']],
    ['an open quote swallows the rest', 'a "b c', ['a', '"b c']],
    ['a backslash escapes nothing', 'a\\ b', ['a\\', 'b']],
    ['white space of Unicode is trimmed', '\u00a0a\u3000 b\u0085', ['a', 'b']],
    ['a byte order mark is not', '\ufeffa', ['\ufeffa']],
    ['nothing', ' \t ', []],
  ])('%s', (_, line, fields) => {
    expect(kernelParamFields(line)).toEqual(fields);
  });
});

describe('quoting', () => {
  test.each([
    ['plain', 'a b', '"a b"'],
    ['quotes and backslashes', 'a"b\\c', '"a\\"b\\\\c"'],
    ['short escapes', '\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['other controls', '\0\x7f', '"\\x00\\x7f"'],
    ['printable Unicode stays, combining marks too', 'é日😀\u0301', '"é日😀\u0301"'],
    ['what does not print', '\u00a0\u200b\u00ad\u2028\ue000', '"\\u00a0\\u200b\\u00ad\\u2028\\ue000"'],
    ['beyond the first plane', '\u{e0001}', '"\\U000e0001"'],
    ['single quotes stay', "it's", '"it\'s"'],
  ])('%s', (_, text, quoted) => {
    expect(quoteText(text)).toBe(quoted);
  });
});
