import { writeJson } from '../print/write-json.js';
import type { JsonSchema } from '../json-schema/json-schema.js';
import type { Report } from '../decode/report.js';
import type { Shape } from './shape.js';

interface Scalar {
  readonly expected: string;
  accepts(value: unknown): boolean;
  /** Reports what is wrong; left out when any misfit is simply the wrong type. */
  explain?(value: unknown, path: string, report: Report): void;
  write(value: unknown): string;
  isWritable(value: unknown): boolean;
  isEmpty(value: unknown): boolean;
  readonly emptyText: string;
  readonly jsonSchema: JsonSchema;
}

/** A shape without parts. A value of some other kind is printed as the JSON that it is. */
export const scalar = <A>(kind: Scalar): Shape<A> => ({
  accepts: kind.accepts,
  explain: (value, path, report) => {
    if (kind.accepts(value)) return;
    if (kind.explain) kind.explain(value, path, report);
    else report.wrongType(path, kind.expected, value);
  },
  write: (value, _compat, depth) => (kind.isWritable(value) ? kind.write(value) : writeJson(value, depth)),
  isEmpty: kind.isEmpty,
  emptyText: kind.emptyText,
  versions: () => undefined,
  jsonSchema: () => kind.jsonSchema,
});
