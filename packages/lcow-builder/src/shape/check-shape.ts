import type { Problem } from '../problems/problem.js';
import type { Kind } from './kinds.js';
import { nearestName } from './nearest-name.js';

/** The kinds of all options of one type: none missing, none too many. */
export type Kinds<Options> = Readonly<Record<keyof Options, Kind>>;

/** Options that are what their types promise, and where the given ones were not. */
export interface Shaped<Options> {
  readonly options: Options;
  readonly problems: readonly Problem[];
}

/** The kinds of a type's options by name. */
export type Shape = ReadonlyMap<string, Kind>;

export const shapeOf = <Options>(kinds: Kinds<Options>): Shape => new Map(Object.entries<Kind>(kinds));

/**
 * Holds options against their kinds, since not every caller is checked by a compiler: JSON, annotations, JavaScript.
 * Wrong ones are replaced so that the rest can be checked too.
 */
export const checkShape = <Options extends object>(given: Options, shape: Shape): Shaped<Options> => {
  const values = given as Readonly<Record<string, unknown>>;
  const problems: Problem[] = [];
  const replaced: Record<string, unknown> = {};
  const refuse = (name: string, { expected, fallback }: Kind): void => {
    problems.push(wrongValue(name, values[name], expected));
    replaced[name] = fallback;
  };

  let present = 0;
  for (const name in values) {
    const kind = shape.get(name);
    if (kind === undefined) {
      problems.push(unknownName(name, values[name], shape.keys()));
      continue;
    }
    present += 1;
    if (!kind.accepts(values[name])) refuse(name, kind);
  }
  if (present < shape.size) {
    for (const [name, kind] of shape) if (!(name in values) && !kind.accepts(undefined)) refuse(name, kind);
  }
  return { options: problems.length === 0 ? given : ({ ...given, ...replaced } as Options), problems };
};

const wrongValue = (path: string, value: unknown, expected: string): Problem => ({
  path,
  rule: 'option-value',
  value,
  message: `${path} is not ${expected}.`,
  remedy: `Give ${expected}.`,
});

const unknownName = (path: string, value: unknown, known: Iterable<string>): Problem => {
  const nearest = nearestName(path, known);
  return {
    path,
    rule: 'option-name',
    value,
    message: `There is no option ${path}.`,
    remedy: nearest === undefined ? 'Leave it out.' : `Did you mean ${nearest}?`,
  };
};
