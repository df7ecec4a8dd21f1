import { isUtf8 } from 'node:buffer';

/**
 * Text of bytes in the reference's manner: each byte that is not part of a valid UTF-8 sequence becomes one U+FFFD. (The
 * WHATWG decoder makes one of a whole truncated sequence.)
 */
export const textOf = (bytes: Buffer): string => {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    text += length === 0 ? '\ufffd' : bytes.toString('utf8', i, i + length);
    i += Math.max(length, 1);
  }
  return text;
};

/** Bytes of the valid UTF-8 sequence at an index, or 0 if there is none. */
const sequenceLength = (bytes: Buffer, at: number): number => {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  return length > 0 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length ? length : 0;
};
