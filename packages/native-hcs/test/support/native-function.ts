import type { NativeFunction } from '../../src/calls/function-table.js';

/** A function of a library, played in JavaScript. The asynchronous form answers a turn later, as a thread would. */
export const nativeFunction = <A extends readonly unknown[], R>(
  run: (...parameters: A) => R,
): NativeFunction<A, R> =>
  Object.assign((...parameters: A) => run(...parameters), {
    async: async (...parameters: A): Promise<R> => {
      await new Promise((resolve) => setImmediate(resolve));
      return run(...parameters);
    },
    asyncUnless: async (ended: AbortSignal, ...parameters: A): Promise<R> => {
      await new Promise((resolve) => setImmediate(resolve));
      ended.throwIfAborted();
      return run(...parameters);
    },
  });
