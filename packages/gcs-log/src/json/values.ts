import { setField, type GcsLogValue } from '../record.js';

/** A number with all its digits: a `bigint` for integers beyond 2^53 − 1, the text itself beyond the double range. */
export const exactNumber = (literal: string): number | bigint | string => {
  const value = Number(literal);
  if (Number.isSafeInteger(value) || !Number.isInteger(value))
    return Number.isFinite(value) ? value : literal;
  if (!/^-?\d+$/.test(literal)) return value;
  return literal.length <= MAX_INTEGER_DIGITS ? BigInt(literal) : literal;
};

/** Longer integers stay text: no guest counter needs them, and their conversion is not linear. */
const MAX_INTEGER_DIGITS = 40;

/** Whether a parsed value holds no rounded integer, and no more than `maxDepth` containers inside each other. */
export const fits = (value: GcsLogValue, maxDepth: number): boolean => {
  if (typeof value === 'number') return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  if (maxDepth === 0) return false;
  if (Array.isArray(value)) return value.every((item: GcsLogValue) => fits(item, maxDepth - 1));
  return Object.values(value).every((item) => fits(item, maxDepth - 1));
};

/** The value with everything deeper than `maxDepth` containers replaced by `…`. */
export const bounded = (value: GcsLogValue, maxDepth: number): GcsLogValue => {
  if (typeof value !== 'object' || value === null) return value;
  if (maxDepth === 0) return '…';
  if (Array.isArray(value)) return value.map((item: GcsLogValue) => bounded(item, maxDepth - 1));
  const copy: Record<string, GcsLogValue> = {};
  for (const [key, item] of Object.entries(value)) setField(copy, key, bounded(item, maxDepth - 1));
  return copy;
};
