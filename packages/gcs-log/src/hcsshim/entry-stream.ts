import { JsonScanner } from '../json/json-scanner.js';
import {
  decodeHcsshimValue,
  HCSSHIM_MAX_DEPTH,
  type HcsshimEntry,
  type HcsshimEntryProblem,
} from './decode-entry.js';

/** How a stream of entries ended. The bytes that were not understood are `rest`. */
export type EntryStreamEnd =
  | { readonly reason: 'clean' }
  | { readonly reason: 'syntax' }
  | { readonly reason: 'unexpected-eof' }
  | { readonly reason: Exclude<HcsshimEntryProblem, 'syntax'>; readonly detail: string };

/**
 * Cuts bytes into JSON values and decodes them as log entries, until the first that is none. After that it only collects.
 *
 * This is the reference's manner, unbounded buffer included: use it for comparison, not for guests that you do not trust.
 */
export class EntryStream {
  readonly #scanner = new JsonScanner(HCSSHIM_MAX_DEPTH);
  readonly #emit: (entry: HcsshimEntry) => void;
  /** Bytes from the start of the current value on. */
  #held: Buffer[] = [];
  #ended: EntryStreamEnd | undefined;
  /** Whether the value so far is more than white space. */
  #begun = false;

  constructor(emit: (entry: HcsshimEntry) => void) {
    this.#emit = emit;
  }

  /** Why no more entries are read, if so. */
  get ended(): EntryStreamEnd | undefined {
    return this.#ended;
  }

  /** Everything that did not become an entry. */
  get rest(): Buffer {
    return Buffer.concat(this.#held);
  }

  /** Takes bytes, and says how many entries they completed. */
  push(chunk: Buffer): number {
    let entries = 0;
    let start = 0;
    for (let i = 0; i < chunk.length && !this.#ended;) {
      const step = this.#scanner.step(chunk[i] as number);
      if (step === 'bad') {
        this.#ended = { reason: 'syntax' };
      } else if (step === 'more') {
        this.#begun = true;
        i++;
      } else if (step === 'blank') {
        i++;
      } else {
        if (step === 'end') i++;
        this.#held.push(chunk.subarray(start, i));
        start = i;
        if (this.#complete()) entries++;
      }
    }
    if (start < chunk.length) this.#held.push(Buffer.from(chunk.subarray(start)));
    return entries;
  }

  /** The source ended. A last scalar counts as complete; anything else that was begun does not. */
  end(): EntryStreamEnd {
    if (!this.#ended && this.#begun && this.#scanner.step(0x20) === 'before') this.#complete();
    const end = this.#ended ?? { reason: this.#begun ? 'unexpected-eof' : 'clean' };
    this.#ended = end;
    return end;
  }

  #complete(): boolean {
    const result = decodeHcsshimValue(this.rest);
    this.#held = [];
    this.#begun = false;
    this.#scanner.reset();
    if (result.ok) this.#emit(result.entry);
    else this.#ended = { reason: result.problem as 'type', detail: result.detail };
    return result.ok;
  }
}
