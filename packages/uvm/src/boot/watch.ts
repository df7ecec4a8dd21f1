import { errors } from '../errors.js';

export interface WatchLimits {
  /** Milliseconds without any progress until a start counts as stalled. */
  readonly stallMs: number;
  /** Milliseconds until a start fails, progress or not. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Ends a start that stalls, overruns its deadline, or is no longer wanted. */
export interface Watch extends Disposable {
  /** Fires when the start has to end; its reason is the error to report. */
  readonly signal: AbortSignal;
  /** Says that something moved, and what. After disposal nobody minds. */
  progress(what: string): void;
  /** Ends the start with this error. The first end counts. */
  fail(error: Error): void;
  /** Waits for a step, or rejects with the signal's reason as soon as the start has to end. */
  guard<T>(step: Promise<T>): Promise<T>;
}

export const createWatch = ({ stallMs, deadlineMs, signal: caller }: WatchLimits): Watch => {
  const ended = new AbortController();
  const { signal } = ended;
  let last = 'the beginning';
  let stallTimer: NodeJS.Timeout | undefined;
  let over = false;

  const onStall = (): void =>
    ended.abort(
      errors.UVM_BOOT_STALLED(`Nothing happened for ${stallMs} ms after: ${last}.`, { stallMs, last }),
    );
  const onDeadline = (): void =>
    ended.abort(
      errors.UVM_BOOT_DEADLINE(`${deadlineMs} ms have passed; the last progress was: ${last}.`, {
        deadlineMs,
        last,
      }),
    );
  const onAbort = (): void => ended.abort(errors.UVM_BOOT_CANCELLED('', {}, { cause: caller?.reason }));

  const deadlineTimer = setTimeout(onDeadline, deadlineMs);
  if (caller?.aborted) onAbort();
  caller?.addEventListener('abort', onAbort, { once: true });

  const rejected = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  rejected.catch(() => undefined);

  return {
    signal,
    progress(what) {
      last = what;
      clearTimeout(stallTimer);
      if (!over && !signal.aborted) stallTimer = setTimeout(onStall, stallMs);
    },
    fail: (error) => ended.abort(error),
    guard: (step) => Promise.race([step, rejected]),
    [Symbol.dispose]() {
      over = true;
      clearTimeout(stallTimer);
      clearTimeout(deadlineTimer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
};
