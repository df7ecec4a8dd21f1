import { writeJson } from '../print/write-json.js';
import { memberPath } from '../decode/path.js';
import type { Report } from '../decode/report.js';
import type { Shape } from './shape.js';
import { enter, type Scan } from './scan.js';
import { isText, text } from './strings.js';

/** Any JSON value; whole numbers beyond 2^53 − 1 are bigints. Also counts the members of objects in the scan. */
export const isJson = (value: unknown, scan: Scan): boolean => {
  if (typeof value === 'object' && value !== null) {
    if (!enter(scan)) return false;
    const fits = Array.isArray(value) ? value.every((item) => isJson(item, scan)) : isJsonObject(value, scan);
    scan.depth -= 1;
    return fits;
  }
  return typeof value === 'string' ? isText(value) : isJsonScalar(value);
};

const isJsonScalar = (value: unknown): boolean =>
  value === null || typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value);

const isJsonObject = (value: object, scan: Scan): boolean => {
  for (const [name, member] of Object.entries(value)) {
    scan.members += 1;
    if (name === '__proto__') return false;
    if (member !== undefined && !isJson(member, scan)) return false;
  }
  return true;
};

/** Reports what keeps a value from being JSON. */
export const explainJson = (value: unknown, path: string, report: Report): void => {
  if (typeof value === 'string') return text.explain(value, path, report);
  if (typeof value !== 'object' || value === null) {
    if (!isJsonScalar(value)) report.wrongType(path, 'a JSON value', value);
    return;
  }
  if (!report.enter(path)) return;
  for (const [name, member] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${name}]` : memberPath(path, name);
    if (name === '__proto__') report.forbiddenMember(at);
    else if (member !== undefined) explainJson(member, at, report);
  }
  report.leave();
};

const shape = (emptyText: string): Shape<unknown> => ({
  accepts: isJson,
  explain: explainJson,
  write: (value, _compat, depth) => writeJson(value, depth),
  dropsEmpty: false,
  emptyText,
  versions: () => undefined,
  jsonSchema: () => true,
});

/** A value whose type depends on another member, or which this schema does not describe. */
export const anything: Shape<unknown> = shape('null');

/** A structure defined elsewhere, of which the reference writes `text` when it was never set. */
export const foreign = (emptyText: string): Shape<unknown> => shape(emptyText);
