/** Lets the process hear of an error as of any in a listener, without losing what comes after it. */
const throwLater = (error: unknown): void => {
  setImmediate(() => {
    throw error;
  });
};

/**
 * Takes letters inside callbacks and delivers them later, in order, with no foreign thread waiting. A callback must
 * only copy what it was given: the thread of Windows that made it stands still until it returns.
 */
export class Mailbox<Letter> {
  readonly #deliver: (letter: Letter) => void;
  readonly #onError: (error: unknown) => void;
  #letters: Letter[] = [];

  /** @param onError hears what `deliver` throws; by default the process does, as an uncaught exception */
  constructor(deliver: (letter: Letter) => void, onError = throwLater) {
    this.#deliver = deliver;
    this.#onError = onError;
  }

  post(letter: Letter): void {
    if (this.#letters.push(letter) === 1) setImmediate(() => this.#empty());
  }

  #empty(): void {
    const letters = this.#letters;
    this.#letters = [];
    for (const letter of letters) {
      try {
        this.#deliver(letter);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
