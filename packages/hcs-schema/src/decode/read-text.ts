import { limits } from '../limits.js';
import { describeValue } from './describe-value.js';
import { duplicateMembers } from './duplicate-members.js';
import { pathBelow } from './path-below.js';
import { readExactly, syntaxError } from './read-exactly.js';
import type { Report } from './report.js';
import { countNames, mayRound, whereDeeper } from './scan-text.js';

/** JSON.parse needs some 60 bytes for each empty list, so the depth of longer texts is looked at first. */
const LONG_TEXT = 256 * 1024;

const isAcceptable = (text: string): boolean =>
  text.length <= LONG_TEXT || (text.length <= limits.textLength && whereDeeper(text, limits.depth) === -1);

/**
 * What JSON.parse makes of the text; undefined when that fails or might round a number. `members` is at least the
 * number of members written in the text, so a value that has that many was written without giving any of them twice.
 */
export const parseQuickly = (
  text: string,
): { readonly value: unknown; readonly members: number } | undefined => {
  if (!isAcceptable(text) || mayRound(text)) return undefined;
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
  const deep = whereDeeper(text, limits.depth);
  const value = deep === -1 || text.length <= LONG_TEXT ? parsed(text) : undefined;
  if (deep !== -1) {
    const path = value === undefined ? '' : pathBelow(value, limits.depth);
    report.problem(
      'too-deep',
      path ?? '',
      `at most ${limits.depth} levels`,
      `more, from character ${deep} on`,
    );
    return undefined;
  }
  if (value === undefined) {
    report.problem('not-json', '', 'JSON', describeValue(text), syntaxError(text));
    return undefined;
  }
  for (const path of duplicateMembers(text)) report.duplicateMember(path);
  return { value: readExactly(text, report) };
};

/** No JSON text stands for undefined. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
