import { limits } from '../limits.js';
import { isWellFormed, quote } from '../print/quote.js';
import { writeJson } from '../print/write-json.js';
import type { Shape } from './shape.js';
import { scalar } from './scalar.js';

/** True for strings that can be written as UTF-8 and are not absurdly long. */
export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= limits.stringLength && isWellFormed(value);

const writeText: Shape<string>['write'] = (value, _compat, depth) =>
  typeof value === 'string' ? quote(value) : writeJson(value, depth);

const textShape = (expected: string, fits: (value: string) => boolean, format: object): Shape<string> =>
  scalar({
    expected,
    accepts: (value) => isText(value) && fits(value),
    explain: (value, path, report) => {
      if (typeof value !== 'string') report.wrongType(path, expected, value);
      else if (value.length > limits.stringLength) report.tooLong(path, value);
      else if (!isWellFormed(value)) report.loneSurrogate(path, value);
      else if (!fits(value)) report.badFormat(path, expected, value);
    },
    write: writeText,
    emptyText: '""',
    jsonSchema: { type: 'string', ...format },
  });

/** Any string. */
export const text: Shape<string> = { ...textShape('a string', () => true, {}), accepts: isText };

const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;

/** A GUID, with or without braces. */
export const guid: Shape<string> = {
  ...textShape('a GUID', (value) => GUID.test(value), {
    pattern: '^\\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\}?$',
  }),
  emptyText: '"00000000-0000-0000-0000-000000000000"',
};

/** Bytes in standard base64 with padding. */
export const base64: Shape<string> = textShape('bytes in base64', isBase64, { contentEncoding: 'base64' });

function isBase64(value: string): boolean {
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  return value.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(value.slice(0, value.length - padding));
}
