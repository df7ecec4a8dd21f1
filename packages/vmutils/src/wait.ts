import { errors } from './errors.js';

/** What every call that waits accepts. */
export interface WaitOptions {
  /** Cancels the wait; the promise then rejects with `UVM_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the wait rejects with `UVM_TIMEOUT`. Each call documents its default; `Infinity` waits for ever. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs `start` under a deadline and a caller's signal.
 *
 * The signal handed to `start` fires when the wait ends early, so that `start` can release what it holds.
 *
 * @param what names the wait, as in "the guest to connect to port 109"
 */
export const waitFor = async <T>(
  what: string,
  { signal, timeoutMs = Infinity }: WaitOptions,
  start: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  if (signal?.aborted) throw errors.UVM_ABORTED(`Waited for ${what}.`, { what }, { cause: signal.reason });

  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const early = new Promise<never>((_, reject) => {
    const endWith = (error: Error): void => {
      reject(error);
      ended.abort(error);
    };
    onAbort = () => endWith(errors.UVM_ABORTED(`Waited for ${what}.`, { what }, { cause: signal?.reason }));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (Number.isFinite(timeoutMs)) {
      timer = setTimeout(
        () => endWith(errors.UVM_TIMEOUT(`Waited ${timeoutMs} ms for ${what}.`, { what, timeoutMs })),
        timeoutMs,
      );
    }
  });

  try {
    return await Promise.race([start(ended.signal), early]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
};
