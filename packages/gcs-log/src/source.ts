/** Where guest log bytes come from: a socket, a file, any Node `Readable`, or a generator. */
export type GcsLogSource = AsyncIterable<Uint8Array>;

/** What one read gave. A failure may come with bytes, and reading on after a failure may give more. */
export interface GcsLogRead {
  readonly bytes?: Uint8Array | undefined;
  readonly failure?: { readonly error: unknown } | undefined;
  readonly done?: boolean | undefined;
}

/** Reads a source piece by piece. Never rejects: a failure is a result. */
export interface GcsLogReader {
  read(): Promise<GcsLogRead>;
  /** Lets go of a source that has not ended. */
  close?(): void;
}

/**
 * Reads a source chunk by chunk until it ends or the signal fires. Never rejects: a failure is a result.
 *
 * A pending read does not hold up an abort, whatever the source does.
 */
export class SourceReader implements GcsLogReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  readonly #source: GcsLogSource;

  constructor(source: GcsLogSource, signal?: AbortSignal) {
    this.#source = source;
    this.#iterator = source[Symbol.asyncIterator]();
    this.#signal = signal;
  }

  read(): Promise<GcsLogRead> {
    const signal = this.#signal;
    if (signal?.aborted) return Promise.resolve({ done: true });
    return new Promise((resolve) => {
      const finish = (result: GcsLogRead): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const onAbort = (): void => finish({ done: true });
      signal?.addEventListener('abort', onAbort, { once: true });
      nextOf(this.#iterator).then(
        ({ done, value }) => finish(done === true ? { done } : readOf(value)),
        (error: unknown) => finish({ failure: { error } }),
      );
    });
  }

  /** Lets go of a source that has not ended. Never waits for it, and never rejects. */
  close(): void {
    if (isDestroyable(this.#source)) {
      // A destroyed stream may still emit an error, which nobody else listens to.
      this.#source.on('error', () => undefined);
      this.#source.destroy();
    }
    void returnOf(this.#iterator);
  }
}

/** A stream may have been told to decode, or carry something else than bytes: its type does not say so. */
const readOf = (value: unknown): GcsLogRead => {
  if (value instanceof Uint8Array) return { bytes: value };
  if (typeof value === 'string') return { bytes: Buffer.from(value) };
  return { failure: { error: new TypeError(`a log stream carries bytes, not ${typeof value}`) } };
};

const nextOf = async (iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> =>
  iterator.next();

const returnOf = async (iterator: AsyncIterator<Uint8Array>): Promise<void> => {
  try {
    await iterator.return?.();
  } catch {
    // The caller has turned away from the source; how it ends no longer matters.
  }
};

interface Destroyable {
  destroy(): unknown;
  on(event: 'error', listener: () => void): unknown;
}

const isDestroyable = (source: object): source is Destroyable =>
  'destroy' in source &&
  typeof source.destroy === 'function' &&
  'on' in source &&
  typeof source.on === 'function';
