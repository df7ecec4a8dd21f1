import { scalar } from './scalar.js';

/** `true` or `false`. */
export const boolean = scalar<boolean>({
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
  write: String,
  isWritable: (value) => typeof value === 'boolean',
  isEmpty: (value) => value === false,
  emptyText: 'false',
  jsonSchema: { type: 'boolean' },
});
