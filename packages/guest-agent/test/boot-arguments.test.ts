import { parseBootArguments } from '../src/index.js';

const parse = (line: string) => parseBootArguments(line.split(' '));

describe('parseBootArguments', () => {
  test('reads the usual LCOW line', () => {
    expect(parse('-e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel debug')).toEqual({
      entropyPort: 1,
      logPort: 109,
      logLevel: 'debug',
      logFormat: 'json',
      speaksVersion4: true,
      problems: [],
    });
  });

  test.each([
    [
      '-w -e=7 /bin/vsockexec -r -o 9 /bin/gcs -v4=true -scrub-logs=false -disable-time-sync',
      { entropyPort: 7, logPort: 9, logFormat: 'text', speaksVersion4: true, problems: [] },
    ],
    ['--e 1 /bin/gcs -v4', { entropyPort: 1, speaksVersion4: true, problems: [] }],
    ['-e 1 /bin/gcs -loglevel WARN', { logLevel: 'warning', speaksVersion4: false, problems: [] }],
    ['-e 1 /bin/gcs -v4=false', { speaksVersion4: false, problems: [] }],
  ])('%s', (line, expected) => {
    const parsed = parse(line);
    expect(parsed).toMatchObject(expected);
  });

  test('without a log port there is none', () => {
    expect(parse('-e 1 /bin/gcs -v4').logPort).toBeUndefined();
  });

  test('looks into the shell that a console wraps around the command', () => {
    const wrapped = ['-e', '1', 'sh', '-c', '/bin/vsockexec -e 109 /bin/gcs -v4 -loglevel error & exec sh'];
    expect(parseBootArguments(wrapped)).toMatchObject({
      logPort: 109,
      logLevel: 'error',
      speaksVersion4: true,
      problems: [],
    });
  });

  test.each([
    ['-e x /bin/gcs -v4', '"x" is not a port'],
    ['-e 4294967296 /bin/gcs -v4', '"4294967296" is not a port'],
    ['-e 1 /bin/other', 'no gcs command follows the options of init'],
    ['-e 1 /bin/gcs -v5', 'gcs has no option -v5'],
    ['-e 1 /bin/gcs -v4 -loglevel loud', '"loud" is not a log level'],
    ['-e 1 /bin/gcs -v4 extra', 'gcs takes no argument "extra"'],
  ])('%s is read as far as possible, and the problem named', (line, problem) => {
    expect(parse(line).problems).toEqual([problem]);
  });

  test('no arguments at all are a problem, not a failure', () => {
    expect(parseBootArguments([])).toMatchObject({ speaksVersion4: false, problems: [expect.any(String)] });
  });
});
