import type { Problem } from '../problems/problem.js';
import type { PodSystem } from './annotation-names.js';
import type { AnnotationRule } from './annotation-rule.js';
import { expand, type Given } from './expansions.js';
import { nameProblem } from './vocabulary.js';

/** Annotations of a pod: texts by name. */
export type Annotations = Readonly<Record<string, string>>;

/** Reads annotations by their rules, and keeps what is wrong with them. */
export class AnnotationValues {
  readonly #given = new Map<string, Given>();
  readonly #read = new Map<string, unknown>();
  /** What the reference passes over. */
  readonly passedOver: Problem[] = [];
  /** What the reference refuses too. */
  readonly refused: Problem[] = [];

  constructor(annotations: Annotations, system: PodSystem) {
    for (const [name, text] of Object.entries<unknown>(annotations)) {
      const problem = nameProblem(name, text, system);
      if (problem !== undefined) this.passedOver.push(problem);
      else if (typeof text === 'string') this.#given.set(name, { text, writtenAs: name });
      else this.passedOver.push(unreadable(name, text, 'a text'));
    }
    this.refused.push(...expand(this.#given));
  }

  has({ name }: Pick<AnnotationRule<never>, 'name'>): boolean {
    return this.#given.has(name);
  }

  text(name: string): string | undefined {
    return this.#given.get(name)?.text;
  }

  /** The name under which a user finds the annotation. */
  writtenAs({ name }: Pick<AnnotationRule<never>, 'name'>): string {
    return this.#given.get(name)?.writtenAs ?? name;
  }

  /** The value; `undefined` when the annotation is not there, cannot be read or leaves the option as it is. */
  read<Options>(rule: AnnotationRule<Options>): unknown {
    const value = this.exactly(rule);
    const isNothing = value === 0 || value === 0n || (Array.isArray(value) && value.length === 0);
    return rule.zeroKeeps && isNothing ? undefined : value;
  }

  /** The value, 0 and empty lists included; `undefined` when the annotation is not there or cannot be read. */
  exactly<Options>({ name, option, reader, mustBeReadable }: AnnotationRule<Options>): unknown {
    const given = this.#given.get(name);
    if (given === undefined || this.#read.has(name)) return this.#read.get(name);
    const value = reader.read(given.text);
    this.#read.set(name, value);
    if (value === undefined) {
      const problem = unreadable(given.writtenAs, given.text, reader.expected, option);
      (mustBeReadable ? this.refused : this.passedOver).push(problem);
    }
    return value;
  }

  /** Annotations whose names begin so, with the rest of their names. */
  *below(prefix: string): Generator<readonly [rest: string, text: string, name: string]> {
    for (const [name, { text }] of this.#given) {
      if (name.startsWith(prefix)) yield [name.slice(prefix.length), text, name];
    }
  }
}

export const unreadable = (path: string, value: unknown, expected: string, option?: string): Problem => ({
  path,
  rule: 'annotation-value',
  value,
  message: `The annotation is not ${expected}${option === undefined ? '' : `, so ${option} would stay as it is`}.`,
  remedy: `Give ${expected}.`,
});
