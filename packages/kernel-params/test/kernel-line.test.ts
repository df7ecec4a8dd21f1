import fc from 'fast-check';
import {
  appendParams,
  hasParam,
  initArguments,
  kernelParam,
  mergeParams,
  paramValues,
  parseKernelLine,
  printKernelLine,
  quoteInitArgument,
  removeParams,
} from '../src/index.js';

const LCOW =
  '8250_core.nr_uarts=0 panic=-1 quiet pci=off nr_cpus=2 brd.rd_nr=0 pmtmr=0 -- -e 1 /bin/vsockexec -e 109 /bin/gcs -v4';

const edited = (
  line: string,
  edit: (parsed: ReturnType<typeof parseKernelLine>) => ReturnType<typeof parseKernelLine>,
) => printKernelLine(edit(parseKernelLine(line)));

describe('reading', () => {
  test('the kernel reads up to --, the first process gets the rest', () => {
    const { params, init } = parseKernelLine(LCOW);
    expect(params.map(({ name, value }) => [name, value])).toEqual([
      ['8250_core.nr_uarts', '0'],
      ['panic', '-1'],
      ['quiet', undefined],
      ['pci', 'off'],
      ['nr_cpus', '2'],
      ['brd.rd_nr', '0'],
      ['pmtmr', '0'],
    ]);
    expect(init).toBe('-e 1 /bin/vsockexec -e 109 /bin/gcs -v4');
  });

  test.each([
    [
      'quotes around a value protect blanks',
      'a="b c" d',
      [
        ['a', 'b c'],
        ['d', undefined],
      ],
    ],
    [
      'quotes around the whole do so too',
      '"a=b c" d',
      [
        ['a', 'b c'],
        ['d', undefined],
      ],
    ],
    ['quotes inside a value stay', 'a=b"c d"e', [['a', 'b"c d"e']]],
    ['the first = ends the name', 'a=b=c', [['a', 'b=c']]],
    ['an = in front belongs to the name', '=a=b', [['=a', 'b']]],
    [
      'an empty value is a value',
      'a= b',
      [
        ['a', ''],
        ['b', undefined],
      ],
    ],
    [
      'tabs and newlines are blanks',
      'a\tb\nc',
      [
        ['a', undefined],
        ['b', undefined],
        ['c', undefined],
      ],
    ],
    ['an open quote ends with the line', 'a="b c', [['a', 'b c']]],
    ['-- with a value is a parameter', '--=x', [['--', 'x']]],
    ['-- inside quotes is text', 'a="b -- c"', [['a', 'b -- c']]],
    ['nothing is no parameter', '  ', []],
  ])('%s', (_, line, expected) => {
    expect(parseKernelLine(line).params.map(({ name, value }) => [name, value])).toEqual(expected);
  });

  test('a line without -- has no init part, one that ends in -- an empty one', () => {
    expect(parseKernelLine('quiet').init).toBeUndefined();
    expect(parseKernelLine('quiet --').init).toBe('');
    expect(printKernelLine(parseKernelLine('quiet  -- '))).toBe('quiet --');
  });
});

describe('editing', () => {
  test('removes by name and value, or by name', () => {
    expect(edited(LCOW, (line) => removeParams(line, 'pci=off', '8250_core.nr_uarts=0'))).toBe(
      'panic=-1 quiet nr_cpus=2 brd.rd_nr=0 pmtmr=0 -- -e 1 /bin/vsockexec -e 109 /bin/gcs -v4',
    );
    expect(edited('pci=off pci=conf1 x', (line) => removeParams(line, 'pci'))).toBe('x');
    expect(edited('pci=off pci=conf1 x', (line) => removeParams(line, 'pci=on'))).toBe('pci=off pci=conf1 x');
  });

  test('a name matches whether written with - or _', () => {
    expect(hasParam(parseKernelLine('8250-core.nr-uarts=0'), '8250_core.nr_uarts=0')).toBe(true);
  });

  test('the init part is never touched', () => {
    expect(edited('quiet -- quiet pci=off', (line) => removeParams(line, 'quiet', 'pci'))).toBe(
      '-- quiet pci=off',
    );
  });

  test('appends behind the parameters, before --', () => {
    expect(
      edited('quiet -- sh', (line) => appendParams(line, 'console=ttyS0', kernelParam('x', 'a b'))),
    ).toBe('quiet console=ttyS0 x="a b" -- sh');
  });

  test('merging sets a parameter where it stands, and adds to a repeatable one', () => {
    expect(edited('a=1 b a=2 console=tty0', (line) => mergeParams(line, ['a=3', 'console=ttyS0', 'c']))).toBe(
      'a=3 b console=tty0 console=ttyS0 c',
    );
    expect(edited('console=ttyS0 b', (line) => mergeParams(line, ['console=ttyS0']))).toBe('console=ttyS0 b');
  });

  test('all values of a name, in order', () => {
    expect(paramValues(parseKernelLine('console=tty0 x console console=ttyS0'), 'console')).toEqual([
      'tty0',
      undefined,
      'ttyS0',
    ]);
  });
});

describe('init arguments', () => {
  test('quotes make one argument', () => {
    expect(initArguments('-e 1 sh -c "/bin/a & exec sh"')).toEqual([
      '-e',
      '1',
      'sh',
      '-c',
      '/bin/a & exec sh',
    ]);
    expect(initArguments('a="b c" d')).toEqual(['a=b c', 'd']);
  });

  test('a second -- ends them', () => {
    expect(initArguments('a -- b')).toEqual(['a']);
  });
});

describe('what cannot be written is refused', () => {
  test.each([
    ['a quote beside a blank', 'x', 'a "b'],
    ['a lone quote', 'x', '"'],
    ['the end of the parameters', '--', undefined],
    ['an = in a name', 'a=b', undefined],
  ])('%s', (_, name, value) => {
    expect(() => kernelParam(name, value)).toThrow(expect.objectContaining({ code: 'UVM_KERNEL_PARAM' }));
  });
});

describe('laws', () => {
  const piece = fc.string({
    unit: fc.constantFrom('a', 'b', '-', '_', '=', '"', ' ', '\t', '.', 'é'),
    maxLength: 12,
  });

  test('printing what was read reads the same', () => {
    fc.assert(
      fc.property(piece, (text) => {
        const line = parseKernelLine(text);
        expect(parseKernelLine(printKernelLine(line))).toEqual(line);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a parameter that could be made reads back as it was, wherever it stands', () => {
    fc.assert(
      fc.property(piece, fc.option(piece, { nil: undefined }), (name, value) => {
        let param;
        try {
          param = kernelParam(name, value);
        } catch (error) {
          expect(error).toMatchObject({ code: 'UVM_KERNEL_PARAM' });
          return;
        }
        const line = parseKernelLine(`first ${param.text} last`);
        expect(line.params.map((found) => [found.name, found.value])).toEqual([
          ['first', undefined],
          [name, value],
          ['last', undefined],
        ]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('an init argument that could be quoted reads back as it was', () => {
    fc.assert(
      fc.property(fc.array(piece), (candidates) => {
        const written = candidates.flatMap((argument) => {
          try {
            return argument === '--' ? [] : [[argument, quoteInitArgument(argument)] as const];
          } catch {
            return [];
          }
        });
        expect(initArguments(written.map(([, text]) => text).join(' '))).toEqual(
          written.map(([argument]) => argument),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
