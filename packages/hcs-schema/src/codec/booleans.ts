import { writeJson } from '../print/write-json.js';
import { scalar } from './scalar.js';

/** `true` or `false`. */
export const boolean = scalar<boolean>({
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
  write: (value, _compat, depth) => (typeof value === 'boolean' ? String(value) : writeJson(value, depth)),
  emptyText: 'false',
  jsonSchema: { type: 'boolean' },
});
