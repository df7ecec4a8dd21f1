import type { Shape } from '../codec/shape.js';
import { compareBytes } from './compare-bytes.js';
import { quote } from './quote.js';
import { assertDepth } from './write-json.js';

/** Prints a dictionary in the order of its names' bytes. */
export const writeDictionary = (
  value: Readonly<Record<string, unknown>>,
  of: Shape<unknown>,
  compat: boolean,
  depth: number,
): string => {
  assertDepth(depth);
  let out = '';
  for (const name of sortedNames(value)) {
    const entry = value[name];
    if (entry === undefined) continue;
    out += (out === '' ? '{' : ',') + quote(name) + ':' + of.write(entry, compat, depth + 1);
  }
  return out === '' ? '{}' : out + '}';
};

const sortedNames = (value: object): readonly string[] => {
  const names = Object.keys(value);
  return isSorted(names) ? names : names.sort(compareBytes);
};

const isSorted = (names: readonly string[]): boolean => {
  let last = '';
  for (const name of names) {
    if (compareBytes(last, name) > 0) return false;
    last = name;
  }
  return true;
};
