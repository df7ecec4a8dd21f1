/** Longest delay that a timer of Node takes, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Keeps the event loop running while Windows may still call back. A callback into a process whose loop has ended crashes
 * it, and the callbacks of the FFI do not hold the loop by themselves.
 */
export class KeepAlive {
  #holds = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Holds the loop until the result is disposed; twice is fine. */
  hold(): Disposable {
    this.#holds += 1;
    this.#timer ??= setInterval(() => undefined, LONGEST_MS);
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        this.#holds -= 1;
        if (this.#holds > 0) return;
        clearInterval(this.#timer);
        this.#timer = undefined;
      },
    };
  }
}
