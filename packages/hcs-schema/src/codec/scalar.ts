import type { Report } from '../decode/report.js';
import type { JsonSchema } from '../json-schema/json-schema.js';
import type { Shape } from './shape.js';

interface Scalar {
  readonly expected: string;
  accepts(value: unknown): boolean;
  /** Reports what is wrong with a value that is not accepted; without it, that is its type. */
  explain?(value: unknown, path: string, report: Report): void;
  write(value: unknown, compat: boolean, depth: number): string;
  readonly emptyText: string;
  readonly jsonSchema: JsonSchema;
}

/** A shape without parts. */
export const scalar = <A>(kind: Scalar): Shape<A> => ({
  accepts: kind.accepts,
  explain: (value, path, report) => {
    if (kind.accepts(value)) return;
    if (kind.explain) kind.explain(value, path, report);
    else report.wrongType(path, kind.expected, value);
  },
  write: kind.write,
  dropsEmpty: true,
  emptyText: kind.emptyText,
  versions: () => undefined,
  jsonSchema: () => kind.jsonSchema,
});
