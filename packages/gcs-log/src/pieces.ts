/** Bytes that are turned into records at one go, so that a huge chunk does not become a huge number of records at once. */
const PIECE = 16_384;

const NOTHING = new Uint8Array(0);

/** Cuts a chunk of any size into pieces of a bounded one. */
export function* pieces(chunk: Uint8Array = NOTHING): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < chunk.length; start += PIECE) yield chunk.subarray(start, start + PIECE);
}
