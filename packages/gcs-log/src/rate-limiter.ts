import type { GcsLogRate } from './limits.js';
import type { GcsLogRecord } from './record.js';

/**
 * Lets at most so many records through in a window of time, and afterwards says how many it dropped.
 *
 * The notice comes before the first record of a later window, or from `end`.
 */
export class RateLimiter {
  readonly #rate: GcsLogRate;
  readonly #now: () => number;
  #windowEnds = -Infinity;
  #passed = 0;
  #dropped = 0;

  /** @param now milliseconds on any clock that does not go back */
  constructor(rate: GcsLogRate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Whether one more record may pass. `notice` is called first if records were dropped before it. */
  admit(notice: (dropped: GcsLogRecord) => void): boolean {
    if (this.#rate.records === Infinity) return true;
    if (this.#passed < this.#rate.records && this.#passed % CLOCK_EVERY !== 0) {
      this.#passed++;
      return true;
    }
    const now = this.#now();
    if (now >= this.#windowEnds) {
      this.end(notice);
      this.#windowEnds = now + this.#rate.windowMs;
      this.#passed = 0;
    }
    if (this.#passed >= this.#rate.records) {
      this.#dropped++;
      return false;
    }
    this.#passed++;
    return true;
  }

  /** Says what was dropped since the last notice, if anything was. */
  end(notice: (dropped: GcsLogRecord) => void): void {
    const dropped = this.#dropped;
    this.#dropped = 0;
    if (dropped > 0) notice(droppedRecord(dropped, this.#rate));
  }
}

/** Records between two looks at the clock while the window has room. */
const CLOCK_EVERY = 16;

const droppedRecord = (dropped: number, { records, windowMs }: GcsLogRate): GcsLogRecord => ({
  kind: 'dropped',
  level: 'warn',
  message: `dropped ${dropped} guest log records`,
  time: undefined,
  fields: { dropped, allowedRecords: records, windowMs },
});
