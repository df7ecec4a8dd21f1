import { createConsoleLog, maxConsoleLineLength, maxConsoleLines } from '../src/console-log.js';

describe('the console', () => {
  test('replaces control characters', () => {
    const console = createConsoleLog();
    console.print('a\u001b[31mb\u0007c\u009bd');
    expect(console.lastLines(1)).toEqual(['a\ufffd[31mb\ufffdc\ufffdd']);
  });

  test.each([maxConsoleLines - 1, maxConsoleLines, maxConsoleLines + 1])(
    'keeps the newest of %i lines',
    (count) => {
      const console = createConsoleLog();
      for (let line = 1; line <= count; line += 1) console.print(String(line));
      const kept = console.lastLines(Infinity);
      expect(kept).toHaveLength(Math.min(count, maxConsoleLines));
      expect(kept.at(-1)).toBe(String(count));
      expect(console.lastLines(0)).toEqual([]);
      expect(console.lastLines(2)).toEqual([String(count - 1), String(count)]);
    },
  );

  test.each([maxConsoleLineLength - 1, maxConsoleLineLength, maxConsoleLineLength + 1])(
    'cuts a line of %i',
    (length) => {
      const console = createConsoleLog();
      console.print('x'.repeat(length));
      expect(console.lastLines(1)[0]).toHaveLength(Math.min(length, maxConsoleLineLength));
    },
  );

  test('tells listeners until they are disposed', () => {
    const console = createConsoleLog();
    const heard: string[] = [];
    const listening = console.onLine((line) => heard.push(line));
    console.print('one');
    listening[Symbol.dispose]();
    console.print('two');
    expect(heard).toEqual(['one']);
  });
});
