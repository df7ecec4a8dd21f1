import { GcsLogReadError } from '@uvmkit/gcs-log';

/**
 * A reader that delivers bytes and fails as a corpus case says.
 *
 * It asks for as many bytes at a time as the reference's JSON decoder does, because it matters whether a failure arrives
 * together with the end of an entry.
 */
export class ScriptedReader {
  consumed = 0;
  #failed = false;
  #ended = false;
  #buffer = new DecoderBuffer();

  constructor(bytes, script) {
    this.bytes = bytes;
    this.script = script;
  }

  async read() {
    const { chunk, eof_inline: eofInline, fail_at: failAt, after, with_data: withData } = this.script;
    if (this.#ended) return { done: true };
    const failing = failAt !== undefined && (!this.#failed || after === 'sticky');
    if (failing && this.consumed >= failAt) return this.#fail();
    const limit = failing ? failAt : this.bytes.length;
    const size = Math.min(limit - this.consumed, chunk === 0 ? this.#buffer.room() : chunk);
    if (size === 0) {
      this.#ended = true;
      return { done: true };
    }
    const bytes = this.bytes.subarray(this.consumed, this.consumed + size);
    this.consumed += size;
    this.#buffer.add(bytes);
    if (failing && withData && this.consumed === failAt) return { bytes, ...this.#fail() };
    if (eofInline && this.consumed === this.bytes.length) this.#ended = true;
    return { bytes };
  }

  #fail() {
    this.#failed = true;
    if (this.script.after === 'eof') this.#ended = true;
    return { failure: { error: failureNamed(this.script.error, this.script.error_text) } };
  }
}

/** How much room the reference's decoder has when it reads: it doubles, and never asks for less than 512 bytes. */
class DecoderBuffer {
  #capacity = 0;
  #held = 0;

  room() {
    if (this.#capacity - this.#held < 512) this.#capacity = this.#capacity * 2 + 512;
    return this.#capacity - this.#held;
  }

  add(bytes) {
    this.#held += bytes.length;
  }
}

const coded = (code, text) => Object.assign(new Error(text), { code });

/** The failure that a case names, as Node would spell it. */
const failureNamed = (name, text = name) => {
  if (name === 'unexpected-eof') return new GcsLogReadError(name, text);
  const [kind, wrapping] = name.split(/-(?=operror|wrapped|joined|hcserror|text-only)/);
  const code = { wsaeconnreset: 'ECONNRESET', wsaeconnaborted: 'ECONNABORTED', eof: 'EOF' }[kind];
  if (wrapping === 'text-only' || code === undefined) return new Error(text);
  if (wrapping === undefined) return coded(code, text);
  if (wrapping === 'joined') return new AggregateError([new Error('another'), coded(code, kind)], text);
  return new Error(text, { cause: coded(code, kind) });
};
