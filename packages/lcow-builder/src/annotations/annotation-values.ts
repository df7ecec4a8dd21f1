import type { Problem } from '../problems/problem.js';
import { nearestName } from '../shape/nearest-name.js';
import { CONTAINER, otherKnownNames, SERVICE_TABLE, VM } from './annotation-names.js';
import { lcowAnnotationNames, type AnnotationRule } from './annotation-rules.js';

export type Annotations = Readonly<Record<string, string>>;

/** Reads annotations by their rules, and keeps what could not be read. */
export class AnnotationValues {
  readonly #annotations: Annotations;
  readonly problems: Problem[] = [];

  constructor(annotations: Annotations) {
    this.#annotations = annotations;
    const known = new Set([...lcowAnnotationNames, ...otherKnownNames]);
    for (const name of Object.keys(annotations)) {
      const isOurs = name.startsWith(VM) || name.startsWith(CONTAINER);
      if (isOurs && !known.has(name) && !name.startsWith(SERVICE_TABLE))
        this.problems.push(unknownName(name, annotations[name], known));
    }
  }

  has({ name }: AnnotationRule): boolean {
    return Object.hasOwn(this.#annotations, name);
  }

  /** The value; `undefined` when the annotation is not there, cannot be read or leaves the option as it is. */
  read({ name, option, reader, zeroKeeps }: AnnotationRule): unknown {
    const text = this.#annotations[name];
    if (text === undefined) return undefined;
    const value = reader.read(text);
    if (value === undefined) this.problems.push(unreadable(name, text, reader.expected, option));
    return zeroKeeps && (value === 0 || value === 0n) ? undefined : value;
  }

  /** Annotations whose names begin so, with the rest of their names. */
  *below(prefix: string): Generator<readonly [rest: string, text: string, name: string]> {
    for (const [name, text] of Object.entries(this.#annotations)) {
      if (name.startsWith(prefix)) yield [name.slice(prefix.length), text, name];
    }
  }
}

const unknownName = (path: string, value: unknown, known: Iterable<string>): Problem => {
  const nearest = nearestName(path, known);
  return {
    path,
    rule: 'annotation-name',
    value,
    message: `There is no annotation ${path}.`,
    remedy: nearest === undefined ? 'Leave it out.' : `Did you mean ${nearest}?`,
  };
};

export const unreadable = (path: string, value: string, expected: string, option: string): Problem => ({
  path,
  rule: 'annotation-value',
  value,
  message: `The annotation is not ${expected}, so ${option} would stay as it is.`,
  remedy: `Give ${expected}.`,
});
