import { isLosslessNumber, parse } from 'lossless-json';
import { integer64, type Integer64 } from '../codec/numbers.js';
import { memberPath } from './path.js';
import type { Report } from './report.js';

const LONGEST_NUMBER = 400;
const MOST_DIGITS = 40;

/**
 * Reads JSON, known to be well-formed and not deep, with every digit: whole numbers beyond 2^53 − 1 become bigints, also
 * those with an exponent.
 */
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

const exactNumber = (text: string, path: string, report: Report): Integer64 => {
  const parts = text.length <= LONGEST_NUMBER ? partsOf(text) : undefined;
  const whole = parts && wholeNumber(parts);
  if (whole !== undefined) return whole;
  const rounded = Number(text);
  // A fraction that rounding makes whole would pass for what it is not.
  if (!parts || parts.zeros >= 0 || Number.isInteger(rounded) || !Number.isFinite(rounded)) {
    const got =
      text.length > MOST_DIGITS ? `${text.slice(0, MOST_DIGITS)}… (${text.length} characters)` : text;
    report.problem(
      'inexact-number',
      path,
      `a number that can be kept, of at most ${MOST_DIGITS} digits`,
      got,
    );
    return 0;
  }
  if (partsOf(String(rounded)).digits !== parts.digits) {
    report.warning('inexact-number', path, 'a number that 64 bits of floating point can hold', text);
  }
  return rounded;
};

interface Parts {
  readonly sign: string;
  /** The digits that count: no zeros at either end. */
  readonly digits: string;
  /** Zeros to append to the digits; negative where they reach behind the decimal point. */
  readonly zeros: number;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Takes a number as JSON spells it apart. */
const partsOf = (text: string): Parts => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return {
    sign,
    digits,
    zeros: digits === '' ? 0 : Number(exponent) - fraction.length + all.length - digits.length,
  };
};

const wholeNumber = ({ sign, digits, zeros }: Parts): Integer64 | undefined =>
  zeros >= 0 && digits.length + zeros <= MOST_DIGITS
    ? integer64(BigInt(`${sign}${digits === '' ? '0' : digits}${'0'.repeat(zeros)}`))
    : undefined;

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
