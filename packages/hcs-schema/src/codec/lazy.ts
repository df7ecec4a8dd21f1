import type { Codec } from './codec.js';
import type { Shape } from './shape.js';

/** A codec that cannot be named yet, because it is being defined: for types that contain themselves. */
export const lazy = <A>(codec: () => Codec<A>): Shape<A> => ({
  accepts: (value, scan) => codec().shape.accepts(value, scan),
  explain: (value, path, report) => codec().shape.explain(value, path, report),
  write: (value, compat, depth) => codec().shape.write(value, compat, depth),
  dropsEmpty: false,
  emptyText: '{}',
  versions: (value, path, visit) => codec().shape.versions(value, path, visit),
  jsonSchema: (refer) => codec().shape.jsonSchema(refer),
});
