import { GcsLogReadError, type GcsLogRead, type GcsLogReader } from '../src/index.js';

/** How a recorded case's reader behaves. */
export interface ReadScript {
  readonly chunk: number;
  readonly eof_inline?: boolean;
  readonly fail_at?: number;
  readonly error?: string;
  readonly error_text?: string;
  readonly after?: 'sticky' | 'resume' | 'eof';
  readonly with_data?: boolean;
}

/** Delivers bytes and fails as a script says. It asks for as much at a time as the recorded decoder did. */
export class ScriptedReader implements GcsLogReader {
  consumed = 0;
  #failed = false;
  #ended = false;
  #capacity = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly script: ReadScript,
  ) {}

  async read(): Promise<GcsLogRead> {
    const { chunk, eof_inline: eofInline, fail_at: failAt, after, with_data: withData } = this.script;
    if (this.#ended) return { done: true };
    const failing = failAt !== undefined && (!this.#failed || after === 'sticky');
    if (failing && this.consumed >= failAt) return this.#fail();
    const limit = failing ? failAt : this.bytes.length;
    const size = Math.min(limit - this.consumed, chunk === 0 ? this.#room() : chunk);
    if (size === 0) {
      this.#ended = true;
      return { done: true };
    }
    const bytes = this.bytes.subarray(this.consumed, this.consumed + size);
    this.consumed += size;
    if (failing && withData && this.consumed === failAt) return { bytes, ...this.#fail() };
    if (eofInline && this.consumed === this.bytes.length) this.#ended = true;
    return { bytes };
  }

  #room(): number {
    if (this.#capacity - this.consumed < 512) this.#capacity = this.#capacity * 2 + 512;
    return this.#capacity - this.consumed;
  }

  #fail(): GcsLogRead {
    this.#failed = true;
    if (this.script.after === 'eof') this.#ended = true;
    return { failure: { error: failureNamed(this.script.error ?? 'generic', this.script.error_text) } };
  }
}

const CODES: Readonly<Record<string, string>> = {
  wsaeconnreset: 'ECONNRESET',
  wsaeconnaborted: 'ECONNABORTED',
  eof: 'EOF',
};

const failureNamed = (name: string, text = name): Error => {
  if (name === 'unexpected-eof') return new GcsLogReadError(name, text);
  const [kind = '', wrapping] = name.split(/-(?=operror|wrapped|joined|hcserror|text-only)/);
  const code = CODES[kind];
  if (wrapping === 'text-only' || code === undefined) return new Error(text);
  const coded = Object.assign(new Error(kind), { code });
  if (wrapping === undefined) return Object.assign(new Error(text), { code });
  return wrapping === 'joined'
    ? new AggregateError([new Error('another'), coded], text)
    : new Error(text, { cause: coded });
};
