import type { PreparedMember } from '../codec/member.js';
import { quote } from './quote.js';
import { assertDepth, writeJson } from './write-json.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Prints the members of a record in the order of its declaration. Members that it does not know follow the others, or
 * are dropped with `compat`, as the reference drops them.
 */
export const writeRecord = (
  list: readonly PreparedMember[],
  members: ReadonlyMap<string, PreparedMember>,
): ((value: Fields, compat: boolean, depth: number) => string) => {
  const hasAlways = list.some((member) => member.isAlwaysWritten);

  return (value, compat, depth) => {
    assertDepth(depth);
    if (compat && hasAlways) return writeInOrder(value, compat, depth);
    let out = '';
    let last = -1;
    // Most records have their members in order already, and few of those there could be.
    for (const name in value) {
      const member = members.get(name);
      if (member === undefined || member.index < last) return writeInOrder(value, compat, depth);
      last = member.index;
      const item = value[name];
      if (item === undefined || (compat && isLeftOut(member, item))) continue;
      out += (out === '' ? member.firstPrefix : member.nextPrefix) + member.write(item, compat, depth + 1);
    }
    return out === '' ? '{}' : out + '}';
  };

  function writeInOrder(value: Fields, compat: boolean, depth: number): string {
    const parts: string[] = [];
    for (const member of list) {
      const item = value[member.name];
      if (item === undefined) {
        if (compat && member.isAlwaysWritten) parts.push(member.prefix + member.shape.emptyText);
      } else if (!compat || !isLeftOut(member, item)) {
        parts.push(member.prefix + member.write(item, compat, depth + 1));
      }
    }
    if (!compat) parts.push(...foreignMembers(value, depth));
    return `{${parts.join(',')}}`;
  }

  function foreignMembers(value: Fields, depth: number): string[] {
    return Object.entries(value)
      .filter(([name, item]) => item !== undefined && !members.has(name))
      .map(([name, item]) => `${quote(name)}:${writeJson(item, depth + 1)}`);
  }
};

const isLeftOut = (member: PreparedMember, item: unknown): boolean =>
  member.isNeverWritten || (member.dropsEmpty && isEmpty(item));

const isEmpty = (item: unknown): boolean => {
  if (typeof item !== 'object' || item === null)
    return item === '' || item === 0 || item === false || item === 0n;
  for (const _ in item) return false;
  return true;
};
