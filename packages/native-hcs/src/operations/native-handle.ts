import { hcsError, hresults } from '@uvmkit/hcs';
import type { Logger } from '@uvmkit/vmutils';

/** What happened to the handles of one kind so far. */
export interface HandleCounts {
  readonly opened: number;
  readonly closed: number;
  /** Of the closed ones, those that their holder forgot and the garbage collector found. */
  readonly collected: number;
}

/** One handle of Windows: used while it is open, closed once, after its last use. */
export interface NativeHandle {
  /**
   * Runs a call with the handle. It is not closed before the call has ended.
   *
   * @throws UVM_HCS_HANDLE_CLOSED
   */
  use<T>(call: (handle: bigint) => Promise<T>): Promise<T>;
  /** Closes it; every call of this gives the same promise. */
  close(): Promise<void>;
}

export interface HandleOptions {
  /** Names it in errors and logs: "the handle of vm-1". */
  readonly what: string;
  readonly close: (handle: bigint) => Promise<void>;
}

/** Counts handles, and closes those that were lost. */
export class HandleTable {
  readonly #logger: Logger;
  readonly #lost: FinalizationRegistry<() => void>;
  #opened = 0;
  #closed = 0;
  #collected = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#lost = new FinalizationRegistry((closeLost) => closeLost());
  }

  get counts(): HandleCounts {
    return { opened: this.#opened, closed: this.#closed, collected: this.#collected };
  }

  /** Takes a handle over. It is closed when `owner` is collected, if nobody did so before. */
  add(owner: object, handle: bigint, { what, close }: HandleOptions): NativeHandle {
    this.#opened += 1;
    const uses = new Set<Promise<unknown>>();
    let closing: Promise<void> | undefined;

    const closeOnce = (): Promise<void> => {
      closing ??= (async () => {
        this.#lost.unregister(token);
        await Promise.allSettled(uses);
        try {
          await close(handle);
        } finally {
          this.#closed += 1;
        }
      })();
      return closing;
    };
    const token = {};
    this.#lost.register(
      owner,
      () => {
        this.#collected += 1;
        this.#logger.warn('A handle was never closed; it is closed now.', { handle: what });
        closeOnce().catch((error: unknown) =>
          this.#logger.error('The handle did not close.', { handle: what, error }),
        );
      },
      token,
    );

    return {
      use: async (call) => {
        if (closing) throw hcsError(hresults.ERROR_INVALID_HANDLE, { detail: `${what} is used.` });
        const running = call(handle);
        uses.add(running);
        try {
          return await running;
        } finally {
          uses.delete(running);
        }
      },
      close: closeOnce,
    };
  }
}
