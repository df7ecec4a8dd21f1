const NEEDS_ESCAPES = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;
const BEYOND_JSON = /[<>&\u2028\u2029]/g;

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

const wellFormed = (value: string): string => (value as string & { toWellFormed(): string }).toWellFormed();

/**
 * A string as JSON, escaped as the reference encoder escapes it: also `<`, `>`, `&`, U+2028 and U+2029. Halves of
 * surrogate pairs become U+FFFD, as they do wherever text is written as UTF-8.
 */
export const quote = (value: string): string =>
  NEEDS_ESCAPES.test(value)
    ? JSON.stringify(wellFormed(value)).replace(BEYOND_JSON, (character) => escapes[character] ?? character)
    : `"${value}"`;
