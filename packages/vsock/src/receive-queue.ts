const BLOCK_BYTES = 16_384;

/**
 * Received bytes that wait for their reader.
 *
 * Small payloads are copied together into blocks, so that many tiny frames cost no more memory than their bytes, and
 * none keeps the large buffer alive that it arrived in.
 */
export class ReceiveQueue {
  readonly #chunks: Buffer[] = [];
  #block: Buffer | undefined;
  #blockFilled = 0;

  get isEmpty(): boolean {
    return this.#chunks.length === 0 && this.#blockFilled === 0;
  }

  push(payload: Buffer): void {
    if (payload.length >= BLOCK_BYTES) {
      this.#closeBlock();
      this.#chunks.push(payload);
      return;
    }
    if (this.#blockFilled + payload.length > BLOCK_BYTES) this.#closeBlock();
    this.#block ??= Buffer.allocUnsafe(BLOCK_BYTES);
    this.#blockFilled += payload.copy(this.#block, this.#blockFilled);
  }

  shift(): Buffer | undefined {
    if (this.#chunks.length === 0) this.#closeBlock();
    return this.#chunks.shift();
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#block = undefined;
    this.#blockFilled = 0;
  }

  #closeBlock(): void {
    if (this.#block === undefined || this.#blockFilled === 0) return;
    const filled = this.#block.subarray(0, this.#blockFilled);
    // A nearly empty block would outweigh its bytes while the reader holds it.
    this.#chunks.push(this.#blockFilled < BLOCK_BYTES / 2 ? Buffer.from(filled) : filled);
    this.#block = undefined;
    this.#blockFilled = 0;
  }
}
