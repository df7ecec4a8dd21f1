const MAGIC_BYTES = 4;

/**
 * Unpacks the "legacy" LZ4 format in which Linux kernels are packed: magic, then blocks, each after its length.
 * Returns undefined when the data is broken or would be larger than `size`, the length that the kernel declares.
 */
export const unpackLz4Legacy = (packed: Buffer, size: number): Buffer | undefined => {
  const out = Buffer.allocUnsafe(size);
  let written = 0;
  let at = MAGIC_BYTES;
  while (at + 4 <= packed.length && written < size) {
    const length = packed.readUInt32LE(at);
    at += 4;
    if (length === 0 || at + length > packed.length) return undefined;
    const next = unpackBlock(packed.subarray(at, at + length), out, written);
    if (next === undefined) return undefined;
    written = next;
    at += length;
  }
  return written === size ? out : undefined;
};

/** Unpacks one block behind `start` in `out`; returns where it ends, or undefined when it is broken. */
const unpackBlock = (block: Buffer, out: Buffer, start: number): number | undefined => {
  let at = 0;
  let to = start;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let more = 255; more === 255;) {
      more = block[at++] ?? 0;
      length += more;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = lengthOf(token >> 4);
    if (at + literals > block.length || to + literals > out.length) return undefined;
    block.copy(out, to, at, at + literals);
    at += literals;
    to += literals;
    if (at === block.length) return to;
    if (at + 2 > block.length) return undefined;
    const distance = block.readUInt16LE(at);
    at += 2;
    const match = lengthOf(token & 15) + 4;
    if (distance === 0 || distance > to - start || to + match > out.length) return undefined;
    if (distance >= match) out.copyWithin(to, to - distance, to - distance + match);
    else for (let i = 0; i < match; i++) out[to + i] = out[to + i - distance] ?? 0;
    to += match;
  }
  return to;
};
