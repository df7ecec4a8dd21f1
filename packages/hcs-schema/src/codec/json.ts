import { memberPath } from '../decode/path.js';
import type { Report } from '../decode/report.js';
import { writeJson } from '../print/write-json.js';
import { isExactNumber, isLargeInteger } from './numbers.js';
import { enter, type Scan } from './scan.js';
import type { Shape } from './shape.js';
import { isText, text } from './strings.js';

/** Any JSON value; whole numbers beyond 2^53 − 1 are bigints. Also counts the members of objects in the scan. */
export const isJson = (value: unknown, scan: Scan): boolean => {
  if (typeof value === 'string') return isText(value);
  if (typeof value !== 'object' || value === null) return isJsonScalar(value);
  if (!enter(scan)) return false;
  const fits = Array.isArray(value) ? isJsonList(value, scan) : isJsonObject(value, scan);
  scan.depth -= 1;
  return fits;
};

const isJsonScalar = (value: unknown): boolean =>
  value === null || typeof value === 'boolean' || isExactNumber(value) || isLargeInteger(value);

const isJsonList = (list: readonly unknown[], scan: Scan): boolean => {
  for (const item of list) if (!isJson(item, scan)) return false;
  return true;
};

const isJsonObject = (object: object, scan: Scan): boolean => {
  for (const [name, member] of Object.entries(object)) {
    scan.members += 1;
    if (name === '__proto__' || !isText(name)) return false;
    if (member !== undefined && !isJson(member, scan)) return false;
  }
  return true;
};

/** Reports what keeps a value from being JSON. */
export const explainJson = (value: unknown, path: string, report: Report): void => {
  if (typeof value === 'string') return text.explain(value, path, report);
  if (typeof value !== 'object' || value === null) return explainScalar(value, path, report);
  if (!report.enter(path)) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) explainJson(item, `${path}[${index}]`, report);
  } else {
    for (const [name, member] of Object.entries(value)) explainMember(name, member, path, report);
  }
  report.leave();
};

const explainScalar = (value: unknown, path: string, report: Report): void => {
  if (isJsonScalar(value)) return;
  if (typeof value === 'bigint') report.smallBigint(path, 'a JSON value', value);
  else if (Number.isInteger(value)) report.outOfRange(path, 'a JSON value', value);
  else report.wrongType(path, 'a JSON value', value);
};

const explainMember = (name: string, member: unknown, path: string, report: Report): void => {
  const at = memberPath(path, name);
  if (name === '__proto__') report.forbiddenMember(at);
  else if (!isText(name)) report.badName(at, 'text', name);
  else if (member !== undefined) explainJson(member, at, report);
};

const shape = (emptyText: string): Shape<unknown> => ({
  accepts: isJson,
  explain: explainJson,
  write: (value, _compat, depth) => writeJson(value, depth),
  dropsEmpty: false,
  emptyText,
  versions: () => undefined,
  jsonSchema: () => ({}),
});

/** A value whose type depends on another member, or which this schema does not describe. */
export const anything: Shape<unknown> = shape('null');

/** A structure defined elsewhere, of which the reference writes `emptyText` when it was never set. */
export const foreign = (emptyText: string): Shape<unknown> => shape(emptyText);
