const PADDING = 0x3d;
const isLineEnd = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;
const isSymbol = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x30 && byte <= 0x39) ||
  byte === 0x2b ||
  byte === 0x2f;

/**
 * Decodes standard base64 strictly: padding is needed, nothing may follow it, and only line ends are ignored. `Buffer` would
 * skip whatever it does not know.
 *
 * @returns the bytes, or the index of the first byte (of the text's UTF-8) that is wrong. For a text that ends inside a
 *   group of four that is its length less the symbols of the group.
 */
export const decodeBase64 = (
  text: string | Uint8Array,
): { readonly bytes: Buffer } | { readonly badByte: number } => {
  const source = Buffer.from(text as string);
  const decoded = (): { readonly bytes: Buffer } => ({
    bytes: Buffer.from(source.toString('latin1'), 'base64'),
  });
  let inGroup = 0;
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] as number;
    if (isLineEnd(byte)) continue;
    if (isSymbol(byte)) {
      inGroup = (inGroup + 1) % 4;
    } else if (byte === PADDING && inGroup >= 2) {
      const badByte = wrongPadding(source, i, 4 - inGroup);
      return badByte === undefined ? decoded() : { badByte };
    } else {
      return { badByte: i };
    }
  }
  return inGroup === 0 ? decoded() : { badByte: source.length - inGroup };
};

/** What is wrong with the padding that starts at an index and should have so many signs, if anything is. */
const wrongPadding = (source: Buffer, start: number, wanted: number): number | undefined => {
  let next = afterLineEnds(source, start + 1);
  if (wanted === 2) {
    if (next === source.length) return next;
    if (source[next] !== PADDING) return next - 1;
    next = afterLineEnds(source, next + 1);
  }
  return next < source.length ? next : undefined;
};

const afterLineEnds = (source: Buffer, from: number): number => {
  let next = from;
  while (next < source.length && isLineEnd(source[next])) next++;
  return next;
};
