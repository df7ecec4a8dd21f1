/** White space of the reference's trim: unlike JavaScript's it has U+0085 and has not U+FEFF. */
const BLANK = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/u;

/** Cuts white space off both ends of bytes that need not be text. */
export const trimBlank = (bytes: Buffer): Buffer => {
  let start = 0;
  let end = bytes.length;
  for (let length = 1; length > 0; start += length) length = blankAt(bytes, start, end);
  for (let length = 1; length > 0; end -= length) length = blankBefore(bytes, start, end);
  return bytes.subarray(start, end);
};

/** Bytes of the blank that starts at an index, or 0. No blank is longer than three bytes. */
const blankAt = (bytes: Buffer, at: number, end: number): number =>
  [1, 2, 3].find((length) => at + length <= end && isBlank(bytes, at, at + length)) ?? 0;

const blankBefore = (bytes: Buffer, start: number, end: number): number =>
  [1, 2, 3].find((length) => end - length >= start && isBlank(bytes, end - length, end)) ?? 0;

const isBlank = (bytes: Buffer, start: number, end: number): boolean =>
  BLANK.test(bytes.toString('utf8', start, end));
