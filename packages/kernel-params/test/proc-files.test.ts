import fc from 'fast-check';
import { checkCmdline, cpuFlags, MAX_LINE_BYTES, runningOnVmm } from '../src/index.js';

const file = (text: string) => ({ path: '/proc/x', read: () => text });
const failing = (code: string) => ({
  path: '/proc/x',
  read: () => {
    throw Object.assign(new Error('no'), { code });
  },
});
const reason = (text: string) =>
  expect.objectContaining({ code: 'UVM_PROC_FILE', data: expect.objectContaining({ reason: text }) });

describe('a parameter of the running kernel', () => {
  const line = file('root=/dev/vda1 quiet iommu=on e= opt="a b"\n');

  test('a name alone matches a whole field in any case', () => {
    expect(checkCmdline(line, 'QUIET')).toBe(true);
    expect(checkCmdline(line, 'iommu')).toBe(false);
    expect(checkCmdline(line, 'iommu=on')).toBe(true);
  });

  test('with values the name counts as it is, the value in any case', () => {
    expect(checkCmdline(line, 'iommu', ['off', 'ON'])).toBe(true);
    expect(checkCmdline(line, 'IOMMU', ['on'])).toBe(false);
    expect(checkCmdline(line, 'quiet', [''])).toBe(false);
    expect(checkCmdline(line, 'e', [''])).toBe(true);
  });

  test('case is folded one character at a time', () => {
    expect(checkCmdline(file('µ'), 'μ')).toBe(true);
    expect(checkCmdline(file('ß'), 'ss')).toBe(false);
  });

  test('a line one byte over the limit hides itself and what follows', () => {
    const padded = (bytes: number) => file(`${'x'.repeat(bytes - 6)} quiet\nlast`);
    expect(checkCmdline(padded(MAX_LINE_BYTES - 1), 'quiet')).toBe(true);
    expect(checkCmdline(padded(MAX_LINE_BYTES), 'quiet')).toBe(true);
    expect(checkCmdline(padded(MAX_LINE_BYTES + 1), 'quiet')).toBe(false);
    expect(checkCmdline(padded(MAX_LINE_BYTES + 1), 'last')).toBe(false);
  });

  test('a missing file is an error, a folder has no parameters', () => {
    expect(() => checkCmdline(failing('ENOENT'), 'a')).toThrow(
      reason('open /proc/x: no such file or directory'),
    );
    expect(checkCmdline(failing('EISDIR'), 'a')).toBe(false);
  });
});

describe('processor flags', () => {
  test('the first line that starts with flags and has some', () => {
    expect([...cpuFlags(file('model : flags\nflags\nflags\t: a b a\nflags: c\n'))]).toEqual(['a', 'b']);
  });

  test('a carriage return ends no flag', () => {
    expect([...cpuFlags(file('flags : hypervisor\r\n'))]).toEqual([':', 'hypervisor']);
  });

  test('no flags, a folder and an endless line are errors', () => {
    expect(() => cpuFlags(file('FLAGS: a'))).toThrow(reason('Couldn\'t find "flags" from "/proc/x" output'));
    expect(() => cpuFlags(failing('EISDIR'))).toThrow(reason('read /proc/x: is a directory'));
    expect(() => cpuFlags(file(`${'y'.repeat(MAX_LINE_BYTES + 1)}\nflags: a`))).toThrow(
      reason('bufio.Scanner: token too long'),
    );
  });

  test('a machine is virtual when the very flag is there; only amd64 tells', () => {
    expect(runningOnVmm(file('flags\t: fpu hypervisor'), 'amd64')).toBe(true);
    expect(runningOnVmm(file('flags\t: fpu hypervisor:'), 'amd64')).toBe(false);
    expect(runningOnVmm(failing('ENOENT'), 'arm64')).toBe(false);
  });
});

test('any text is read without trouble of another kind', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, name) => {
      checkCmdline(file(text), name, ['a']);
      try {
        cpuFlags(file(text));
      } catch (error) {
        expect(error).toMatchObject({ code: 'UVM_PROC_FILE' });
      }
    }),
  );
});
