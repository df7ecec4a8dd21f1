import { assertDepth, writeJson } from '../print/write-json.js';
import { shapeOf, type Codec } from './codec.js';
import { enter } from './scan.js';
import type { Shape } from './shape.js';

/** A list of values of one kind, with exactly `length` of them if given. */
export const list = <A>(of: Shape<A> | Codec<A>, length?: number): Shape<readonly A[]> => {
  const item = shapeOf(of);
  return {
    accepts: (value, scan) => {
      if (!Array.isArray(value) || (length !== undefined && value.length !== length) || !enter(scan))
        return false;
      for (const entry of value) if (!item.accepts(entry, scan)) return false;
      scan.depth -= 1;
      return true;
    },
    explain: (value, path, report) => {
      if (!Array.isArray(value)) return report.wrongType(path, 'a list', value);
      if (length !== undefined && value.length !== length) {
        return report.wrongLength(path, `a list of ${length}`, value.length);
      }
      if (!report.enter(path)) return;
      for (const [index, entry] of value.entries()) item.explain(entry, `${path}[${index}]`, report);
      report.leave();
    },
    write: (value, compat, depth) => {
      if (!Array.isArray(value)) return writeJson(value, depth);
      assertDepth(depth);
      let out = '';
      for (const entry of value) out += (out === '' ? '[' : ',') + item.write(entry, compat, depth + 1);
      return out === '' ? '[]' : `${out}]`;
    },
    dropsEmpty: true,
    // The reference holds an unset list as nil, but an array of fixed length as that many empty items.
    emptyText: length === undefined ? 'null' : `[${Array.from({ length }, () => item.emptyText).join(',')}]`,
    versions: (value, path, visit) => {
      if (Array.isArray(value))
        value.forEach((entry, index) => item.versions(entry, `${path}[${index}]`, visit));
    },
    jsonSchema: (refer) => ({
      type: 'array',
      items: item.jsonSchema(refer),
      ...(length === undefined ? {} : { minItems: length, maxItems: length }),
    }),
  };
};
