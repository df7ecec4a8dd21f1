import { limits } from '../limits.js';
import { describeValue } from './describe-value.js';
import { duplicateMembers } from './duplicate-members.js';
import { pathBelow } from './path-below.js';
import { readExactly } from './read-exactly.js';
import type { Report } from './report.js';

const SIXTEEN_DIGITS = /\d{16}/;
const SPACE_BEFORE_COLON = /"[ \t\n\r]+:/;

/**
 * What JSON.parse makes of the text; undefined when that fails or might round a number. `members` is at least the
 * number of members written in the text, so a value that has that many was written without giving any of them twice.
 */
export const parseQuickly = (
  text: string,
): { readonly value: unknown; readonly members: number } | undefined => {
  if (text.length > limits.textLength || SIXTEEN_DIGITS.test(text) || SPACE_BEFORE_COLON.test(text))
    return undefined;
  try {
    return { value: JSON.parse(text), members: countNames(text) };
  } catch {
    return undefined;
  }
};

/** Counts `":` where the quote is not escaped: every member, and also every string that begins with a colon. */
const countNames = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 2)) {
    if (text.charCodeAt(at - 1) !== BACKSLASH || backslashesBefore(text, at) % 2 === 0) count += 1;
  }
  return count;
};

const BACKSLASH = 92;

const backslashesBefore = (text: string, end: number): number => {
  let start = end;
  while (text.charCodeAt(start - 1) === BACKSLASH) start -= 1;
  return end - start;
};

/**
 * Reads any JSON text, exactly and within the limits. Reports what makes it unreadable (and returns undefined), and
 * members given twice.
 */
export const readText = (text: string, report: Report): { readonly value: unknown } | undefined => {
  if (text.length > limits.textLength) {
    report.problem('too-long', '', `at most ${limits.textLength} characters`, `${text.length}`);
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    report.problem(
      'not-json',
      '',
      'JSON',
      describeValue(text),
      error instanceof Error ? error.message : undefined,
    );
    return undefined;
  }
  const deep = pathBelow(value, limits.depth);
  if (deep !== undefined) {
    report.problem('too-deep', deep, `at most ${limits.depth} levels`, 'more');
    return undefined;
  }
  for (const path of duplicateMembers(text)) {
    report.problem(
      'duplicate-member',
      path,
      'each member once',
      'the member again',
      'Remove all but one of them.',
    );
  }
  return { value: SIXTEEN_DIGITS.test(text) ? readExactly(text, report) : value };
};
