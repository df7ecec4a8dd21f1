/** Lets calls run off the JavaScript thread, a few at a time, the others in order behind them. */
export interface Gate {
  /** @param ended rejects with its reason, instead of running the call, when it fires before the call's turn */
  run<T>(call: () => Promise<T>, ended?: AbortSignal): Promise<T>;
}

export const createGate = (width: number): Gate => {
  const waiting: (() => void)[] = [];
  let running = 0;

  /** Waits for a place, which whoever leaves hands over. Goes away at once when `ended` fires. */
  const place = (ended: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        const position = waiting.indexOf(enter);
        if (position < 0) return;
        waiting.splice(position, 1);
        reject(ended?.reason as Error);
      };
      const enter = (): void => {
        ended?.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(enter);
      ended?.addEventListener('abort', leave, { once: true });
    });

  return {
    run: async (call, ended) => {
      ended?.throwIfAborted();
      if (running === width) await place(ended);
      else running += 1;
      try {
        ended?.throwIfAborted();
        return await call();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
};

/**
 * Which of libuv's threads a call may take:
 * - `service`: calls into a service that may hang
 * - `release`: closing, which must get through when those hang
 * - `own`: calls that wait for nothing but this process
 */
export type Lane = 'service' | 'release' | 'own';

export type Lanes = Readonly<Record<Lane, Gate>>;

/** Threads that libuv has if UV_THREADPOOL_SIZE does not say. */
const DEFAULT_THREADS = 4;

/** However long Windows hangs, one thread goes on with files, names, and our own calls. */
export const createLanes = (
  threads = Number(process.env['UV_THREADPOOL_SIZE']) || DEFAULT_THREADS,
): Lanes => ({
  service: createGate(Math.max(1, threads - 2)),
  release: createGate(1),
  own: createGate(1),
});
