import { memberPath } from '../decode/path.js';
import { writeDictionary } from '../print/write-dictionary.js';
import { writeJson } from '../print/write-json.js';
import { shapeOf, type Codec } from './codec.js';
import { isObject } from './is-object.js';
import { enter } from './scan.js';
import type { Shape } from './shape.js';
import { isText } from './strings.js';

/** How the names in a dictionary are written: any text, or decimal numbers. */
export type NameKind = 'text' | 'decimal';

/** An object used as a dictionary. Printed in the order of the names' bytes. */
export const dictionary = <A>(
  of: Shape<A> | Codec<A>,
  names: NameKind = 'text',
): Shape<Readonly<Record<string, A>>> => {
  const entryShape = shapeOf(of);
  return {
    accepts: (value, scan) => {
      if (!isObject(value) || !enter(scan)) return false;
      for (const name of Object.keys(value)) {
        const entry = value[name];
        scan.members += 1;
        if (!isName(name, names) || (entry !== undefined && !entryShape.accepts(entry, scan))) return false;
      }
      scan.depth -= 1;
      return true;
    },
    explain: (value, path, report) => {
      if (!isObject(value)) return report.wrongType(path, 'an object', value);
      if (!report.enter(path)) return;
      for (const [name, entry] of Object.entries(value)) {
        const at = memberPath(path, name, 'entry');
        if (name === '__proto__') report.forbiddenMember(at);
        else if (!isName(name, names)) report.badName(at, names, name);
        else if (entry !== undefined) entryShape.explain(entry, at, report);
      }
      report.leave();
    },
    write: (value, compat, depth) =>
      isObject(value) ? writeDictionary(value, entryShape, compat, depth) : writeJson(value, depth),
    dropsEmpty: true,
    emptyText: 'null',
    versions: (value, path, visit) => {
      if (!isObject(value)) return;
      for (const [name, entry] of Object.entries(value)) {
        entryShape.versions(entry, memberPath(path, name, 'entry'), visit);
      }
    },
    jsonSchema: (refer) => ({
      type: 'object',
      ...(names === 'decimal' ? { propertyNames: { pattern: DECIMAL.source } } : {}),
      additionalProperties: entryShape.jsonSchema(refer),
    }),
  };
};

const DECIMAL = /^(0|[1-9][0-9]{0,19})$/;

const isName = (name: string, kind: NameKind): boolean =>
  name !== '__proto__' && (kind === 'decimal' ? DECIMAL.test(name) : isText(name));
