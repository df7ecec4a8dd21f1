import { createVirtualClock } from '../src/index.js';

describe('the virtual clock', () => {
  test('ends sleeps in the order of time, none too early', async () => {
    const clock = createVirtualClock(5n);
    const woken: string[] = [];
    void clock.sleep(20).then(() => woken.push('b'));
    void clock.sleep(10).then(() => woken.push('a'));
    void clock.sleep(31).then(() => woken.push('c'));
    clock.advance(30);
    await new Promise((resolve) => setImmediate(resolve));
    expect(woken).toEqual(['a', 'b']);
    expect(clock.now()).toBe(30_000_005n);
  });

  test('a sleep ends with its signal', async () => {
    const clock = createVirtualClock();
    const stop = new AbortController();
    const sleeping = clock.sleep(1000, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow('enough');
  });
});
