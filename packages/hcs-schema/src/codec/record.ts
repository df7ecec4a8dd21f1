import { memberPath } from '../decode/path.js';
import type { Report } from '../decode/report.js';
import { writeJson } from '../print/write-json.js';
import { writeRecord } from '../print/write-record.js';
import { Codec, shapeOf } from './codec.js';
import { isObject } from './is-object.js';
import { explainJson, isJson } from './json.js';
import { enter } from './scan.js';
import type { Shape } from './shape.js';

/** What is known about one member of a record. */
export interface Member<A> {
  readonly of: Shape<A> | Codec<A>;
  /** The schema version that introduced it, where documented. */
  readonly since?: string;
  /** The reference client writes it in every document, so one without it is broken. */
  readonly required?: true;
  /**
   * When the reference encoder writes the member. Without this, it leaves out empty values (`""`, `0`, `false`, `[]`).
   * `whenSet`: also when empty. `always`: even when never set. `never`: it does not have the member.
   */
  readonly written?: 'whenSet' | 'always' | 'never';
}

/** One entry for each member of A, in the order in which they are printed. */
export type Members<A> = { readonly [Name in keyof A]-?: Member<Exclude<A[Name], undefined>> };

/** A member with everything that the guard and the printer need at hand. */
export interface PreparedMember extends Member<unknown> {
  readonly name: string;
  readonly index: number;
  readonly shape: Shape<unknown>;
}

/** An object with known members. */
export const record = <A extends object>(name: string, members: Members<A>): Codec<A> => {
  const list = Object.entries(members as Record<string, Member<unknown>>).map(
    ([memberName, member], index) => ({
      ...member,
      name: memberName,
      index,
      shape: shapeOf(member.of),
    }),
  );
  return new Codec(name, recordShape<A>(name, list));
};

const recordShape = <A>(type: string, list: readonly PreparedMember[]): Shape<A> => {
  const members = new Map(list.map((member) => [member.name, member]));
  const required = list.filter((member) => member.required);
  const names = list.map((member) => member.name);
  const writer = writeRecord(list, members);

  return {
    accepts: (value, scan) => {
      if (!isObject(value) || !enter(scan)) return false;
      for (const name in value) {
        const item = value[name];
        if (item === undefined) continue;
        scan.members += 1;
        const member = members.get(name);
        if (member === undefined) {
          if (scan.strict || name === '__proto__' || !isJson(item, scan)) return false;
          scan.remarks += 1;
        } else if (!member.shape.accepts(item, scan)) return false;
      }
      for (const member of required) if (value[member.name] === undefined) return false;
      scan.depth -= 1;
      return true;
    },
    explain: (value, path, report) => {
      if (!isObject(value)) return report.wrongType(path, 'an object', value);
      if (!report.enter(path)) return;
      const missing = new Set(required.filter((member) => value[member.name] === undefined));
      for (const [name, item] of Object.entries(value)) {
        if (item === undefined) continue;
        const member = members.get(name);
        if (member) member.shape.explain(item, memberPath(path, name), report);
        else explainForeign(name, item, path, report, missing);
      }
      for (const member of missing)
        report.missingMember(memberPath(path, member.name), `a member of ${type}`);
      report.leave();
    },
    write: (value, compat, depth) =>
      isObject(value) ? writer(value, compat, depth) : writeJson(value, depth),
    isEmpty: () => false,
    emptyText: writer({}, true, 0),
    versions: (value, path, visit) => {
      if (!isObject(value)) return;
      for (const member of list) {
        const item = value[member.name];
        if (item === undefined) continue;
        const at = memberPath(path, member.name);
        if (member.since !== undefined) visit(at, member.since);
        member.shape.versions(item, at, visit);
      }
    },
    jsonSchema: (refer) =>
      refer(type, () => ({
        type: 'object',
        properties: Object.fromEntries(list.map((member) => [member.name, member.shape.jsonSchema(refer)])),
        ...(required.length === 0 ? {} : { required: required.map((member) => member.name) }),
        additionalProperties: false,
      })),
  };

  /** A misspelt required member is one problem, not two: unknown here and missing there. */
  function explainForeign(
    name: string,
    item: unknown,
    path: string,
    report: Report,
    missing: Set<PreparedMember>,
  ): void {
    if (name === '__proto__') return report.forbiddenMember(memberPath(path, name));
    const meant = report.unknownMember(path, name, names, type);
    const member = meant === undefined ? undefined : members.get(meant);
    if (member && report.strict) missing.delete(member);
    explainJson(item, memberPath(path, name), report);
  }
};
