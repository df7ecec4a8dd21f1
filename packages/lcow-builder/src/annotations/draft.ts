import type { Problem } from '../problems/problem.js';
import type { AnnotationRule } from './annotation-rule.js';
import type { AnnotationValues } from './annotation-values.js';

/** An option that an annotation changed besides the one it is for. */
export interface ImpliedChange<Options> {
  readonly annotation: string;
  readonly option: keyof Options & string;
  readonly value: unknown;
}

/** Options on their way, with a note of every change that no annotation asked for by name. */
export class Draft<Options extends object> {
  readonly #values: AnnotationValues;
  readonly #base: Options;
  readonly #setBy = new Map<string, string>();
  readonly #implied = new Map<string, ImpliedChange<Options>>();
  options: Options;

  constructor(values: AnnotationValues, base: Options) {
    this.#values = values;
    this.#base = base;
    this.options = base;
  }

  get implied(): readonly ImpliedChange<Options>[] {
    return [...this.#implied.values()];
  }

  /** Sets what the annotations ask for by name. */
  apply(rules: readonly AnnotationRule<Options>[]): void {
    for (const rule of rules) {
      const value = this.#values.read(rule);
      if (value !== undefined) this.set(rule, value as Options[typeof rule.option]);
    }
  }

  /** Sets the option of an annotation to what came of its text. */
  set<Option extends keyof Options & string>(
    rule: Pick<AnnotationRule<Options>, 'name'> & { readonly option: Option },
    value: Options[Option],
  ): void {
    this.options = { ...this.options, [rule.option]: value };
    this.#implied.delete(rule.option);
    this.#setBy.set(rule.option, this.#values.writtenAs(rule));
  }

  /** Sets options that nobody named, because of an annotation. */
  imply(rule: Pick<AnnotationRule<Options>, 'name'>, changes: Partial<Options>): void {
    const annotation = this.#values.writtenAs(rule);
    for (const [name, value] of Object.entries(changes)) {
      const option = name as keyof Options & string;
      if (this.options[option] === value) continue;
      this.#implied.set(option, { annotation, option, value });
      this.#setBy.set(option, annotation);
    }
    this.options = { ...this.options, ...changes };
  }

  /** What a check finds that it does not find in the options at the beginning, by the annotations' names. */
  problems(check: (options: Options) => readonly Problem[]): readonly Problem[] {
    const before = check(this.#base);
    return check(this.options)
      .filter((problem) => !before.some((old) => isSame(old, problem)))
      .map((problem) => ({ ...problem, path: this.#setBy.get(problem.path) ?? problem.path }));
  }
}

const isSame = (one: Problem, other: Problem): boolean =>
  one.path === other.path && one.rule === other.rule && Object.is(one.value, other.value);
