import { ChunkText } from './chunk-text.js';

/**
 * Called for each line, without its line feed. `left` counts the bytes of the line that were left out because it was too
 * long, 0 for an ordinary line.
 */
export type OnLine = (line: string, left: number) => void;

/**
 * Cuts bytes into lines of text. Lines may arrive in any number of pieces. A line is held until it ends, but never more
 * than `maxLineBytes` of it. Invalid UTF-8 becomes U+FFFD.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  readonly #onLine: OnLine;
  readonly #chunkText = new ChunkText();
  #held = Buffer.alloc(0);
  #heldBytes = 0;
  #left = 0;

  constructor(maxLineBytes: number, onLine: OnLine) {
    this.#maxLineBytes = maxLineBytes;
    this.#onLine = onLine;
  }

  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    if (this.#heldBytes > 0 || this.#left > 0) {
      const end = chunk.indexOf(LINE_FEED);
      this.#hold(chunk.subarray(0, end < 0 ? chunk.length : end));
      if (end < 0) return;
      this.#release();
      start = end + 1;
    }
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end >= start) {
      this.#wholeLines(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
  }

  /** Hands on what is left of a last line that has no line feed. */
  end(): void {
    if (this.#heldBytes > 0 || this.#left > 0) this.#release();
    this.#held = Buffer.alloc(0);
  }

  /** Lines separated by line feeds, the last one without its own. */
  #wholeLines(chunk: Buffer): void {
    if (chunk.length > this.#maxLineBytes) return this.#perhapsLongLines(chunk);
    const text = this.#chunkText.read(chunk);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#onLine(text.slice(start, end), 0);
      start = end + 1;
    }
    this.#onLine(text.slice(start), 0);
  }

  #perhapsLongLines(chunk: Buffer): void {
    for (let start = 0; start <= chunk.length;) {
      const next = chunk.indexOf(LINE_FEED, start);
      const end = next < 0 ? chunk.length : next;
      const kept = Math.min(end, start + this.#maxLineBytes);
      this.#onLine(chunk.toString('utf8', start, kept), end - kept);
      start = end + 1;
    }
  }

  #hold(piece: Buffer): void {
    const kept = Math.min(piece.length, this.#maxLineBytes - this.#heldBytes);
    const wanted = this.#heldBytes + kept;
    if (wanted > this.#held.length) {
      const grown = Buffer.allocUnsafeSlow(
        Math.max(wanted, Math.min(this.#held.length * 2, this.#maxLineBytes), 1024),
      );
      this.#held.copy(grown, 0, 0, this.#heldBytes);
      this.#held = grown;
    }
    piece.copy(this.#held, this.#heldBytes, 0, kept);
    this.#heldBytes = wanted;
    this.#left += piece.length - kept;
  }

  #release(): void {
    const [bytes, left] = [this.#heldBytes, this.#left];
    this.#heldBytes = 0;
    this.#left = 0;
    const line = this.#held.toString('utf8', 0, bytes);
    if (this.#held.length > KEPT_BUFFER) this.#held = Buffer.alloc(0);
    this.#onLine(line, left);
  }
}

const LINE_FEED = 0x0a;

/** A larger buffer is given back once its line is out. */
const KEPT_BUFFER = 65_536;
