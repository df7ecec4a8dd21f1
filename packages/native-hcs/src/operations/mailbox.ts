/**
 * Takes letters inside callbacks and delivers them later, in order, with no foreign thread waiting. A callback must
 * only copy what it was given: the thread of Windows that made it stands still until it returns.
 */
export class Mailbox<Letter> {
  readonly #deliver: (letter: Letter) => void;
  #letters: Letter[] = [];

  constructor(deliver: (letter: Letter) => void) {
    this.#deliver = deliver;
  }

  post(letter: Letter): void {
    if (this.#letters.push(letter) === 1) setImmediate(() => this.#empty());
  }

  #empty(): void {
    const letters = this.#letters;
    this.#letters = [];
    for (const letter of letters) this.#deliverOne(letter);
  }
  /** What a letter makes its receiver throw is the process's matter, as with any event; the other letters arrive. */
  #deliverOne(letter: Letter): void {
    try {
      this.#deliver(letter);
    } catch (error) {
      setImmediate(() => {
        throw error;
      });
    }
  }
}
