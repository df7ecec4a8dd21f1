import { createWatch } from '../src/boot/watch.js';

const never = new Promise<never>(() => undefined);

describe('createWatch', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('a start that stops moving has stalled, and the error names the last progress', async () => {
    using watch = createWatch({ stallMs: 1_000, deadlineMs: 60_000 });
    watch.progress('console: Booting');
    const waiting = expect(watch.guard(never)).rejects.toMatchObject({
      code: 'UVM_BOOT_STALLED',
      data: { stallMs: 1_000, last: 'console: Booting' },
    });
    jest.advanceTimersByTime(1_000);
    await waiting;
  });

  test('progress puts the stall off, but not the deadline', async () => {
    using watch = createWatch({ stallMs: 1_000, deadlineMs: 3_000 });
    for (let passed = 0; passed < 2_700; passed += 900) {
      watch.progress('a line');
      jest.advanceTimersByTime(900);
    }
    expect(watch.signal.aborted).toBe(false);
    const waiting = expect(watch.guard(never)).rejects.toMatchObject({ code: 'UVM_BOOT_DEADLINE' });
    watch.progress('a line');
    jest.advanceTimersByTime(300);
    await waiting;
  });

  test('a caller who cancelled before the start ends it at once', async () => {
    using watch = createWatch({ stallMs: 1, deadlineMs: 1, signal: AbortSignal.abort('enough') });
    await expect(watch.guard(never)).rejects.toMatchObject({ code: 'UVM_BOOT_CANCELLED', cause: 'enough' });
  });

  test('the first end counts', async () => {
    using watch = createWatch({ stallMs: 1_000, deadlineMs: 1_000 });
    watch.fail(new Error('the VM ended'));
    jest.advanceTimersByTime(5_000);
    await expect(watch.guard(never)).rejects.toThrow('the VM ended');
  });

  test('disposing it leaves no timer behind', () => {
    const watch = createWatch({ stallMs: 1_000, deadlineMs: 1_000 });
    watch.progress('anything');
    watch[Symbol.dispose]();
    watch.progress('too late');
    expect(jest.getTimerCount()).toBe(0);
  });
});
