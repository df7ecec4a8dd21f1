import { limits } from '../limits.js';
import { countNames, hasLongNumber } from './scan-text.js';
import { describeValue } from './describe-value.js';
import { duplicateMembers } from './duplicate-members.js';
import { pathBelow } from './path-below.js';
import { readExactly } from './read-exactly.js';
import type { Report } from './report.js';

/**
 * What JSON.parse makes of the text; undefined when that fails or might round a number. `members` is at least the
 * number of members written in the text, so a value that has that many was written without giving any of them twice.
 */
export const parseQuickly = (
  text: string,
): { readonly value: unknown; readonly members: number } | undefined => {
  if (text.length > limits.textLength || hasLongNumber(text)) return undefined;
  try {
    return { value: JSON.parse(text), members: countNames(text) };
  } catch {
    return undefined;
  }
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
  return { value: hasLongNumber(text) ? readExactly(text, report) : value };
};
