/** A repeatable source of whole numbers (xorshift32). */
export const randomSource = (seed) => {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
};

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\\u',
  ':',
  ',',
  '\n',
  '\r\n',
  ' ',
  '=',
  '0',
  '1e999',
  '-0',
  'null',
  '\u00b5',
  '\u65e5',
];
const WORDS = [
  '"level":',
  '"time":',
  '"msg":',
  '"__proto__":',
  '"Source":"ETW"',
  'panic: ',
  'goroutine 1 [',
  '[    0.000000] ',
  'msg=',
  '…',
];
const SNIPPETS = [...TOKENS, ...WORDS].map((text) => Buffer.from(text));

/** One to eight changes to one of the inputs. */
export const mutate = (corpus, random) => {
  let bytes = Buffer.from(corpus[random() % corpus.length]);
  for (let changes = 1 + (random() % 8); changes > 0; changes--) {
    const change = CHANGES[random() % CHANGES.length];
    bytes = change(bytes, random() % (bytes.length + 1), random, corpus);
  }
  return bytes;
};

const insert = (bytes, at, piece) => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

const CHANGES = [
  (bytes, at, random) => {
    const copy = Buffer.from(bytes);
    if (at < copy.length) copy[at] ^= 1 << (random() % 8);
    return copy;
  },
  (bytes, at, random) => insert(bytes, at, Buffer.of(random() & 0xff)),
  (bytes, at, random) => insert(bytes, at, SNIPPETS[random() % SNIPPETS.length]),
  (bytes, at, random) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (random() % 16))]),
  (bytes, at, random) => insert(bytes, at, bytes.subarray(at, at + 1 + (random() % 64))),
  (bytes, at, random, corpus) => insert(bytes, at, corpus[random() % corpus.length]),
];
