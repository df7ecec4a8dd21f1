import type { PreparedMember } from '../codec/record.js';
import { quote } from './quote.js';
import { assertDepth, writeJson } from './write-json.js';

type RecordWriter = (value: Readonly<Record<string, unknown>>, compat: boolean, depth: number) => string;

/** Prints the members of a record in the order of its declaration. Members it does not know follow, unless `compat`. */
export const writeRecord = (
  list: readonly PreparedMember[],
  members: ReadonlyMap<string, PreparedMember>,
): RecordWriter => {
  const prefixes = list.map((member) => `${quote(member.name)}:`);
  const hasAlways = list.some((member) => member.written === 'always');

  const writeMember = (member: PreparedMember, item: unknown, compat: boolean, depth: number): string =>
    `${prefixes[member.index]}${member.shape.write(item, compat, depth + 1)}`;

  return (value, compat, depth) => {
    assertDepth(depth);
    let out = '';
    let last = -1;
    if (!compat || !hasAlways) {
      for (const name in value) {
        const item = value[name];
        const member = members.get(name);
        if (member === undefined || member.index < last) return writeInOrder(value, compat, depth);
        last = member.index;
        if (item === undefined || (compat && isLeftOut(member, item))) continue;
        out += (out === '' ? '' : ',') + writeMember(member, item, compat, depth);
      }
      return `{${out}}`;
    }
    return writeInOrder(value, compat, depth);
  };

  function writeInOrder(value: Readonly<Record<string, unknown>>, compat: boolean, depth: number): string {
    const parts: string[] = [];
    for (const member of list) {
      const item = value[member.name];
      if (item === undefined) {
        if (compat && member.written === 'always')
          parts.push(`${prefixes[member.index]}${member.shape.emptyText}`);
      } else if (!compat || !isLeftOut(member, item)) parts.push(writeMember(member, item, compat, depth));
    }
    if (!compat) {
      for (const [name, item] of Object.entries(value)) {
        if (item !== undefined && !members.has(name))
          parts.push(`${quote(name)}:${writeJson(item, depth + 1)}`);
      }
    }
    return `{${parts.join(',')}}`;
  }
};

const isLeftOut = (member: PreparedMember, item: unknown): boolean =>
  member.written === undefined ? member.shape.isEmpty(item) : member.written === 'never';
