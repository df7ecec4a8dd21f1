import { errors } from '../errors.js';
import { limits } from '../limits.js';
import { quote } from './quote.js';

/** Refuses to print an object or a list at more than the allowed depth (0 is the document itself). */
export const assertDepth = (depth: number): void => {
  if (depth >= limits.depth)
    throw errors.UVM_SCHEMA_UNPRINTABLE('It is nested too deep, or contains itself.');
};

/** Any JSON value as compact JSON, members in their own order. Members that are undefined are dropped. */
export const writeJson = (value: unknown, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      break;
    case 'object':
      return value === null ? 'null' : writeParts(value, depth);
    default:
  }
  throw errors.UVM_SCHEMA_UNPRINTABLE(`It holds ${typeof value === 'number' ? value : `a ${typeof value}`}.`);
};

const writeParts = (value: object, depth: number): string => {
  assertDepth(depth);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => writeJson(item, depth + 1)).join(',')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${quote(name)}:${writeJson(member, depth + 1)}`).join(',')}}`;
};
