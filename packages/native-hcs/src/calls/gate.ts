import type { Gate } from './function-table.js';

/**
 * Lets `width` calls run at a time; the others wait in order. libuv's pool has four threads for files, names and us: what
 * hangs inside Windows must not take all of them.
 */
export const createGate = (width: number): Gate => {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (call) => {
    if (running === width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await call();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
