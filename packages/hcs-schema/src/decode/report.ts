import { limits } from '../limits.js';
import { describeValue } from './describe-value.js';
import { memberPath } from './path.js';
import { nearestName } from './nearest-name.js';
import type { Problem, ProblemCode } from './problem.js';

/** Collects what a shape finds wrong with a value. */
export class Report {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  #depth = 0;

  /** In a strict report an unknown member is a problem, otherwise a warning. */
  constructor(readonly strict: boolean) {}

  /** Goes into an object or a list; reports and refuses when that lies too deep. */
  enter(path: string): boolean {
    if (this.#depth >= limits.depth) {
      this.problem('too-deep', path, `at most ${limits.depth} levels`, 'more');
      return false;
    }
    this.#depth += 1;
    return true;
  }

  leave(): void {
    this.#depth -= 1;
  }

  problem(code: ProblemCode, path: string, expected: string, got: string, hint?: string): void {
    note(this.problems, code, path, expected, got, hint);
  }

  warning(code: ProblemCode, path: string, expected: string, got: string, hint?: string): void {
    note(this.warnings, code, path, expected, got, hint);
  }

  wrongType(path: string, expected: string, value: unknown): void {
    const hint =
      value === null && path !== ''
        ? 'Leave the member out instead of setting it to null.'
        : numberInText(expected, value);
    this.problem('wrong-type', path, expected, describeValue(value), hint);
  }

  outOfRange(path: string, expected: string, value: unknown): void {
    const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
    const hint = isRounded ? 'Give numbers beyond 2^53 − 1 as bigint, so that no digit is lost.' : undefined;
    this.problem('out-of-range', path, expected, describeValue(value), hint);
  }

  smallBigint(path: string, expected: string, value: bigint): void {
    this.problem(
      'wrong-type',
      path,
      expected,
      `the bigint ${value}`,
      'Give numbers up to 2^53 − 1 as number.',
    );
  }

  badFormat(path: string, expected: string, value: string): void {
    this.problem('bad-format', path, expected, describeValue(value));
  }

  badName(path: string, kind: 'text' | 'decimal', name: string): void {
    const expected = kind === 'decimal' ? 'a decimal number as name' : 'a well-formed name';
    this.problem('bad-name', path, expected, describeValue(name));
  }

  tooLong(path: string, value: string): void {
    this.problem('too-long', path, `at most ${limits.stringLength} characters`, describeValue(value));
  }

  loneSurrogate(path: string, value: string): void {
    const hint = 'A surrogate pair was cut in two; UTF-8 cannot carry half of it.';
    this.problem('lone-surrogate', path, 'well-formed Unicode', describeValue(value), hint);
  }

  wrongLength(path: string, expected: string, length: number): void {
    this.problem('wrong-length', path, expected, `a list of ${length}`);
  }

  forbiddenMember(path: string): void {
    this.problem('forbidden-member', path, 'no member of this name', '__proto__', 'Remove the member.');
  }

  missingMember(path: string, expected: string): void {
    this.problem('missing-member', path, expected, 'nothing');
  }

  duplicateMember(path: string): void {
    this.problem(
      'duplicate-member',
      path,
      'each member once',
      'the member again',
      'Remove all but one of them.',
    );
  }

  /** A member that the schema does not list. Returns the known name that was probably meant. */
  unknownMember(path: string, name: string, known: readonly string[], type: string): string | undefined {
    const notes = this.strict ? this.problems : this.warnings;
    if (notes.length >= limits.problems) return undefined;
    const meant = nearestName(name, known);
    note(
      notes,
      'unknown-member',
      memberPath(path, name),
      `a member of ${type}`,
      describeValue(name),
      didYouMean(meant),
    );
    return meant;
  }

  /** A value that an enum does not list. Newer hosts have more of them, so it is kept. */
  unlistedValue(path: string, value: unknown, listed: readonly string[], type: string): void {
    if (this.warnings.length >= limits.problems) return;
    const meant = typeof value === 'string' ? nearestName(value, listed) : undefined;
    this.warning(
      'unlisted-value',
      path,
      `a listed value of ${type}`,
      describeValue(value),
      didYouMean(meant),
    );
  }
}

const note = (
  notes: Problem[],
  code: ProblemCode,
  path: string,
  expected: string,
  got: string,
  hint: string | undefined,
): void => {
  if (notes.length < limits.problems)
    notes.push({ path, code, expected, got, ...(hint === undefined ? {} : { hint }) });
};

const didYouMean = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : `Did you mean ${name}?`;

const numberInText = (expected: string, value: unknown): string | undefined =>
  expected.startsWith('a whole number') && typeof value === 'string' && /^-?[0-9]+$/.test(value)
    ? 'Write the number without quotes.'
    : undefined;
