const QUOTE = 34;
const BACKSLASH = 92;

const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;

/** Numbers of up to 15 digits, with an exponent of no more than two, keep every digit when JSON.parse reads them. */
const EXACT_DIGITS = 15;

/**
 * False when every number in the text is one that JSON.parse reads exactly, or makes greater than 2^53 − 1, which no
 * guard lets pass. May be true for digits in strings.
 */
export const mayRound = (text: string): boolean => hasLongNumber(text) || hasTinyNumber(text);

/** True when more than 15 digits and decimal points follow one another. Looks at one character in 16. */
const hasLongNumber = (text: string): boolean => {
  for (let at = EXACT_DIGITS; at < text.length; at += EXACT_DIGITS + 1) {
    if (isDigitOrPoint(text.charCodeAt(at)) && digitsAround(text, at) > EXACT_DIGITS) return true;
  }
  return false;
};

const digitsAround = (text: string, at: number): number => {
  let start = at;
  let end = at + 1;
  while (start > 0 && isDigitOrPoint(text.charCodeAt(start - 1))) start -= 1;
  while (end < text.length && isDigitOrPoint(text.charCodeAt(end))) end += 1;
  return end - start;
};

/** True when there is something like `1e-308`, which is too small to be exact. */
const hasTinyNumber = (text: string): boolean => {
  for (let at = text.indexOf('-'); at !== -1; at = text.indexOf('-', at + 1)) {
    const before = text.charCodeAt(at - 1) | LOWER_CASE;
    if (before === LETTER_E && isDigit(text.charCodeAt(at + 3)) && isDigit(text.charCodeAt(at + 2)))
      return true;
  }
  return false;
};

const LETTER_E = 101;
const LOWER_CASE = 32;

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isDigitOrPoint = (unit: number): boolean => unit === 46 || isDigit(unit);

/**
 * Counts the colons that may follow a name: those after a closing quote and white space. Never less than the number of
 * members in the text, but more when a string begins with a colon or holds a quoted one.
 */
export const countNames = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const quote = isSpace(text.charCodeAt(at - 1)) ? lastNonSpace(text, at - 1) : at - 1;
    if (text.charCodeAt(quote) === QUOTE && !isEscaped(text, quote)) count += 1;
  }
  return count;
};

const isSpace = (unit: number): boolean => unit === 32 || unit === 10 || unit === 13 || unit === 9;

const lastNonSpace = (text: string, from: number): number => {
  let at = from;
  while (at >= 0 && isSpace(text.charCodeAt(at))) at -= 1;
  return at;
};

/** A quote after an odd number of backslashes stands inside a string. */
const isEscaped = (text: string, quote: number): boolean => {
  let at = quote - 1;
  while (text.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
};

/** Where the text goes more than `depth` levels deep, or -1. JSON or not: strings are skipped, brackets counted. */
export const whereDeeper = (text: string, depth: number): number => {
  let level = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at) - 1;
    else if (unit === OPENING_BRACE || unit === OPENING_BRACKET) {
      level += 1;
      if (level > depth) return at;
    } else if (unit === CLOSING_BRACE || unit === CLOSING_BRACKET) level -= 1;
  }
  return -1;
};

/** The index after the closing quote of the string that opens at `start`. */
export const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
};
