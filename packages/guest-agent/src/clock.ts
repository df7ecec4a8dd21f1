import { setTimeout as delay } from 'node:timers/promises';

/** The time as the guest sees it; tests and the simulator bring their own. */
export interface GuestClock {
  /** Wall-clock time: nanoseconds since 1970. */
  now(): bigint;
  /** Waits. Rejects when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay of a Node timer; a longer one would fire at once. */
const longestDelayMs = 0x7fff_ffff;

export const systemClock: GuestClock = {
  now: () => BigInt(Date.now()) * 1_000_000n,
  async sleep(ms, signal) {
    for (let left = ms; left > 0; left -= longestDelayMs) {
      await delay(Math.min(left, longestDelayMs), undefined, signal && { signal });
    }
  },
};

/** RFC 3339 with nanoseconds, in UTC. */
export const formatTime = (ns: bigint): string => {
  const seconds = new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(ns % 1_000_000_000n).padStart(9, '0')}Z`;
};
