import fc from 'fast-check';
import { splitCommandLine } from '../src/index.js';
import { maxCommandLineLength } from '../src/process/command-line.js';

describe('splitCommandLine', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['/bin/echo one  two', ['/bin/echo', 'one', 'two']],
    [
      `/bin/echo 'single quoted $HOME' "double \\" q" back\\ slash`,
      ['/bin/echo', 'single quoted $HOME', 'double " q', 'back slash'],
    ],
    ['/bin/echo $PATH `date`', ['/bin/echo', '$PATH', '`date`']],
    ['/bin/echo a;b', ['/bin/echo', 'a']],
    ['/bin/echo a && b', ['/bin/echo', 'a']],
    ['a|b', ['a']],
    ['a >b', ['a']],
    ['a \'\' "" b', ['a', '', '', 'b']],
    [`'a'"b"c`, ['abc']],
    [`'a;b' "c>d" e\\&f`, ['a;b', 'c>d', 'e&f']],
    [`'back\\slash'`, ['back\\slash']],
    ["'(x)' \\(y\\)", ['(x)', '(y)']],
    ['; rm', []],
  ])('%j gives %j', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words);
  });

  test.each(["a 'b", 'a "b', 'a\\', 'a (b)', ')'])('%j is refused', (line) => {
    expect(() => splitCommandLine(line)).toThrow(expect.objectContaining({ code: 'UVM_AGENT_COMMAND_LINE' }));
  });

  test.each([
    [maxCommandLineLength - 1, true],
    [maxCommandLineLength, true],
    [maxCommandLineLength + 1, false],
  ])('a line of %i characters is split: %s', (length, fine) => {
    const split = () => splitCommandLine('x'.repeat(length));
    if (fine) expect(split()).toHaveLength(1);
    else expect(split).toThrow(expect.objectContaining({ code: 'UVM_AGENT_COMMAND_LINE' }));
  });

  test('words in single quotes come back as they were', () => {
    const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll("'", ''));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitCommandLine(words.map((text) => `'${text}'`).join(' '))).toEqual(words);
      }),
    );
  });

  test('any text is split or refused by its own error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...` '"\\;&|<>()ab$\n`) }), (line) => {
        try {
          expect(splitCommandLine(line).every((word) => typeof word === 'string')).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'UVM_AGENT_COMMAND_LINE' });
        }
      }),
    );
  });
});
