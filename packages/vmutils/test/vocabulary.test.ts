import {
  bytes,
  defineErrors,
  describedErrors,
  logForwarderCommand,
  mib,
  mibToBytes,
  OS_BUILDS,
  packOsVersion,
  port,
  silentLogger,
  unpackOsVersion,
  UvmError,
  waitFor,
} from '../src/index.js';

describe('errors', () => {
  const errors = defineErrors({ UVM_TEST_DISK: { says: 'The disk is full.', remedy: 'Free some space.' } });

  test('carry code, facts, remedy and cause', () => {
    const cause = new Error('ENOSPC');
    const error = errors.UVM_TEST_DISK('while writing', { path: '/x' }, { cause });
    expect(error).toMatchObject({
      name: 'UvmError',
      code: 'UVM_TEST_DISK',
      message: 'The disk is full. while writing',
      data: { path: '/x' },
      remedy: 'Free some space.',
      cause,
    });
    expect(errors.UVM_TEST_DISK().message).toBe('The disk is full.');
  });

  test('are known across copies of the module', () => {
    const error: unknown = errors.UVM_TEST_DISK();
    expect(error).toBeInstanceOf(UvmError);
    let copied: unknown;
    jest.isolateModules(() => {
      const copy = jest.requireActual<{ defineErrors: typeof defineErrors; UvmError: unknown }>(
        '../src/index.js',
      );
      copied = copy.defineErrors({ UVM_TEST_COPY: { says: 'x', remedy: 'y' } }).UVM_TEST_COPY();
      expect(copy.UvmError).not.toBe(UvmError);
    });
    expect(copied).toBeInstanceOf(UvmError);
    expect(new Error('x')).not.toBeInstanceOf(UvmError);
    expect(null).not.toBeInstanceOf(UvmError);
  });

  test('are listed with a sentence and a remedy each', () => {
    expect(describedErrors().get('UVM_TEST_DISK')).toEqual({
      says: 'The disk is full.',
      remedy: 'Free some space.',
    });
    for (const [code, { says, remedy }] of describedErrors()) {
      expect(code).toMatch(/^UVM_[A-Z0-9_]+$/);
      expect(says).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('units', () => {
  test.each([
    [mib, Number.MAX_SAFE_INTEGER],
    [bytes, Number.MAX_SAFE_INTEGER],
    [port, 0xffff_ffff],
  ])('%p takes whole numbers up to its limit', (unit, limit) => {
    expect(unit(0)).toBe(0);
    expect(unit(limit)).toBe(limit);
    for (const bad of [-1, 0.5, NaN, Infinity, limit + 1]) expect(() => unit(bad)).toThrow(RangeError);
  });

  test('a MiB has 2^20 bytes', () => {
    expect(mibToBytes(mib(3))).toBe(3_145_728);
    expect(() => mibToBytes(mib(2 ** 40))).toThrow(RangeError);
  });
});

test('the silent logger says nothing and has silent children', () => {
  expect(silentLogger.child({ a: 1 })).toBe(silentLogger);
  expect(silentLogger.isDebugEnabled?.()).toBe(false);
  expect([
    silentLogger.debug('x'),
    silentLogger.info('x'),
    silentLogger.warn('x'),
    silentLogger.error('x'),
  ]).toEqual(Array(4).fill(undefined));
});

test('Windows versions are packed as the system packs them', () => {
  const packed = packOsVersion({ major: 10, minor: 0, build: OS_BUILDS.LTSC2025 });
  expect(packed).toBe(0x65f4000a);
  expect(unpackOsVersion(packed)).toEqual({ major: 10, minor: 0, build: 26100 });
  expect(unpackOsVersion(0xffffffff).build).toBe(65535);
});

test('the log forwarder reconnects only if it is told to', () => {
  expect(logForwarderCommand(false)).toBe('/bin/vsockexec -e 109');
  expect(logForwarderCommand(true)).toBe('/bin/vsockexec -r -e 109');
});

describe('waiting', () => {
  const never = new Promise<never>(() => undefined);

  test('gives what was waited for', async () => {
    await expect(waitFor('a value', {}, async () => 5)).resolves.toBe(5);
    await expect(waitFor('a value', { timeoutMs: 1000 }, async () => 5)).resolves.toBe(5);
  });

  test('passes a failure on', async () => {
    const failure = new Error('broken');
    await expect(waitFor('x', {}, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  test('ends at the deadline, by name, and tells what it started', async () => {
    let told: AbortSignal | undefined;
    const wait = waitFor('the guest to connect', { timeoutMs: 1 }, (signal) => {
      told = signal;
      return never;
    });
    await expect(wait).rejects.toMatchObject({
      code: 'UVM_TIMEOUT',
      data: { what: 'the guest to connect', timeoutMs: 1 },
    });
    expect(told?.aborted).toBe(true);
  });

  test('ends with the signal of the caller, before or during the wait', async () => {
    const abort = new AbortController();
    const wait = waitFor('x', { signal: abort.signal }, () => never);
    abort.abort('enough');
    await expect(wait).rejects.toMatchObject({ code: 'UVM_ABORTED', cause: 'enough' });
    const start = jest.fn(() => never);
    await expect(waitFor('x', { signal: abort.signal }, start)).rejects.toMatchObject({
      code: 'UVM_ABORTED',
    });
    expect(start).not.toHaveBeenCalled();
  });
});
