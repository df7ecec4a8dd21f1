import type { GuestClock } from '@uvmkit/guest-agent';

/** A clock that stands still until it is moved, so that a day passes in a millisecond. */
export interface VirtualClock extends GuestClock {
  /** Moves the time and ends the sleeps that are over by then, earliest first. */
  advance(ms: number): void;
}

interface Sleeper {
  readonly until: bigint;
  readonly wake: () => void;
}

const nsPerMs = 1_000_000n;

/** @param startNs wall-clock time at first: nanoseconds since 1970 */
export const createVirtualClock = (startNs = 0n): VirtualClock => {
  let time = startNs;
  let sleepers: readonly Sleeper[] = [];
  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const sleeper: Sleeper = { until: time + BigInt(Math.ceil(ms)) * nsPerMs, wake: resolve };
        sleepers = [...sleepers, sleeper];
        signal?.addEventListener(
          'abort',
          () => {
            sleepers = sleepers.filter((other) => other !== sleeper);
            reject(signal.reason as Error);
          },
          { once: true },
        );
      }),
    advance(ms) {
      time += BigInt(Math.ceil(ms)) * nsPerMs;
      const over = sleepers.filter(({ until }) => until <= time);
      sleepers = sleepers.filter(({ until }) => until > time);
      for (const { wake } of over.toSorted((a, b) => Number(a.until - b.until))) wake();
    },
  };
};
