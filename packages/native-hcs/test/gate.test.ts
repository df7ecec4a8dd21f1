import { setImmediate as turn } from 'node:timers/promises';
import { createGate, createLanes } from '../src/calls/gate.js';

/** A call that ends when it is told to. */
const endless = (): { call: () => Promise<void>; end: () => void; isRunning: () => boolean } => {
  let end: () => void = () => undefined;
  let running = false;
  const call = (): Promise<void> => {
    running = true;
    return new Promise((resolve) => (end = resolve));
  };
  return { call, end: () => end(), isRunning: () => running };
};

describe('a gate', () => {
  test('lets so many calls run at a time, the others in order', async () => {
    const gate = createGate(2);
    const calls = Array.from({ length: 4 }, endless);
    const all = calls.map(({ call }) => gate.run(call));
    await turn();
    expect(calls.map(({ isRunning }) => isRunning())).toEqual([true, true, false, false]);
    calls[1]?.end();
    await turn();
    expect(calls.map(({ isRunning }) => isRunning())).toEqual([true, true, true, false]);
    calls[0]?.end();
    calls[2]?.end();
    await turn();
    calls[3]?.end();
    await Promise.all(all);
  });

  test('a call whose wait has ended is never made, and keeps nobody from a turn', async () => {
    const gate = createGate(1);
    const [first, unwanted, last] = [endless(), endless(), endless()];
    const ended = new AbortController();
    const running = gate.run(first.call);
    const refused = expect(gate.run(unwanted.call, ended.signal)).rejects.toThrow('no longer');
    const after = gate.run(last.call);
    ended.abort(new Error('no longer'));
    await refused;
    expect([unwanted.isRunning(), last.isRunning()]).toEqual([false, false]);
    first.end();
    await running;
    await turn();
    expect([unwanted.isRunning(), last.isRunning()]).toEqual([false, true]);
    last.end();
    await after;
  });

  test('a call that fails gives its turn on', async () => {
    const gate = createGate(1);
    await expect(gate.run(() => Promise.reject(new Error('of the call')))).rejects.toThrow('of the call');
    expect(await gate.run(async () => 'next')).toBe('next');
  });
});

describe('the lanes', () => {
  test.each([1, 2, 4, 16])(
    'of %i threads: what hangs in the service keeps nothing from being closed',
    async (threads) => {
      const { service, release } = createLanes(threads);
      const hung = Array.from({ length: threads }, endless);
      const waiting = hung.map(({ call }) => service.run(call));
      await turn();
      expect(hung.filter(({ isRunning }) => isRunning()).length).toBe(Math.max(1, threads - 2));
      expect(await release.run(async () => 'closed')).toBe('closed');
      for (let round = 0; round < threads; round += 1) {
        for (const { end } of hung) end();
        await turn();
      }
      await Promise.all(waiting);
    },
  );
});
