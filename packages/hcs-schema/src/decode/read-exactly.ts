import { isLosslessNumber, parse } from 'lossless-json';
import { integer64, type Integer64 } from '../codec/numbers.js';
import { memberPath } from './path.js';
import type { Report } from './report.js';

const WHOLE = /^-?\d+$/;
const MOST_DIGITS = 40;

/** Reads JSON, known to be well-formed and not deep, with every digit: whole numbers beyond 2^53 − 1 become bigints. */
export const readExactly = (text: string, report: Report): unknown => {
  const lastWins = ({ newValue }: { newValue: unknown }): unknown => newValue;
  return withNumbers(parse(text, undefined, { onDuplicateKey: lastWins }), '', report);
};

const withNumbers = (value: unknown, path: string, report: Report): unknown => {
  if (isLosslessNumber(value)) return exactNumber(value.value, path, report);
  if (Array.isArray(value)) return value.map((item, index) => withNumbers(item, `${path}[${index}]`, report));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withNumbers(item, memberPath(path, name), report)]),
  );
};

const exactNumber = (digits: string, path: string, report: Report): Integer64 => {
  if (digits.length <= MOST_DIGITS && WHOLE.test(digits)) return integer64(BigInt(digits));
  if (digits.length > MOST_DIGITS) {
    const got = `${digits.slice(0, MOST_DIGITS)}… (${digits.length} characters)`;
    report.problem('inexact-number', path, `a number of at most ${MOST_DIGITS} characters`, got);
    return 0;
  }
  if (Number(digits).toString().length < significant(digits)) {
    report.warning('inexact-number', path, 'a number that 64 bits of floating point can hold', digits);
  }
  return Number(digits);
};

/** How many digits of a decimal number count. */
const significant = (digits: string): number =>
  digits.replace(/[eE].*$|[-.]/g, '').replace(/^0+|0+$/g, '').length;

/** Why and where a text, not deep, is not JSON: `line 3, column 5: Colon ':' expected …`. */
export const syntaxError = (text: string): string | undefined => {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, reason = message, position] = /^(.*?)(?: at position (\d+))?$/s.exec(message) ?? [];
    return position === undefined ? reason : `${lineAndColumn(text, Number(position))}: ${reason}.`;
  }
};

const lineAndColumn = (text: string, position: number): string => {
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
};
