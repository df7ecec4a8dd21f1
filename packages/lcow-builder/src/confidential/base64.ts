/** What was decoded, or the byte that should not be there. */
export type Decoded = { readonly bytes: Uint8Array } | { readonly illegalAt: number };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets = new Int8Array(256).fill(-1);
for (const [value, character] of [...alphabet].entries()) sextets[character.charCodeAt(0)] = value;

const PAD = 0x3d;
const isLineBreak = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

/**
 * Decodes standard base64 with padding, strictly: line breaks are skipped anywhere, everything else that is not of the
 * alphabet is illegal, padding must be complete and nothing may follow it. (`Buffer` decodes whatever it finds.)
 */
export const decodeBase64 = (text: string): Decoded => {
  const input = new TextEncoder().encode(text);
  const output: number[] = [];
  const skipBreaks = (from: number): number => {
    let at = from;
    while (isLineBreak(input[at])) at += 1;
    return at;
  };

  for (let at = skipBreaks(0); at < input.length; at = skipBreaks(at)) {
    const group: number[] = [];
    while (group.length < 4) {
      at = skipBreaks(at);
      // As Go counts: the group's length back from the end.
      if (at === input.length) return { illegalAt: at - group.length };
      const byte = input[at] as number;
      const sextet = sextets[byte] as number;
      if (sextet < 0)
        return byte === PAD ? endOfPadded(input, output, group, at, skipBreaks) : { illegalAt: at };
      group.push(sextet);
      at += 1;
    }
    output.push(...bytesOf(group));
  }
  return { bytes: Uint8Array.from(output) };
};

/** The last group has a pad at `at`: two sextets need another one, three are complete. */
const endOfPadded = (
  input: Uint8Array,
  output: readonly number[],
  group: readonly number[],
  at: number,
  skipBreaks: (from: number) => number,
): Decoded => {
  if (group.length < 2) return { illegalAt: at };
  let next = at + 1;
  if (group.length === 2) {
    next = skipBreaks(next);
    if (next === input.length) return { illegalAt: next };
    if (input[next] !== PAD) return { illegalAt: next - 1 };
    next += 1;
  }
  next = skipBreaks(next);
  return next < input.length
    ? { illegalAt: next }
    : { bytes: Uint8Array.from([...output, ...bytesOf(group)]) };
};

/** The whole bytes that 2 to 4 sextets hold. */
const bytesOf = (sextets: readonly number[]): readonly number[] => {
  const [first = 0, second = 0, third = 0, fourth = 0] = sextets;
  const bits = (first << 18) | (second << 12) | (third << 6) | fourth;
  return [bits >> 16, (bits >> 8) & 0xff, bits & 0xff].slice(0, sextets.length - 1);
};
