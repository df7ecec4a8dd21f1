import { memberPath } from '../decode/path.js';
import type { Report } from '../decode/report.js';
import { writeJson } from '../print/write-json.js';
import { writeRecord } from '../print/write-record.js';
import { Codec } from './codec.js';
import { isObject } from './is-object.js';
import { explainJson, isJson } from './json.js';
import { PreparedMember, type Member, type Members } from './member.js';
import { enter } from './scan.js';
import type { Shape } from './shape.js';

/** An object with known members. */
export const record = <A extends object>(name: string, members: Members<A>): Codec<A> => {
  const entries = Object.entries(members as Record<string, Member<unknown>>);
  return new Codec(
    name,
    recordShape<A>(
      name,
      entries.map(([memberName, member], index) => new PreparedMember(memberName, index, member)),
    ),
  );
};

const recordShape = <A>(type: string, list: readonly PreparedMember[]): Shape<A> => {
  const members = new Map(list.map((member) => [member.name, member]));
  const required = list.filter((member) => member.isRequired);
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
        } else if (!member.accepts(item, scan)) return false;
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
    dropsEmpty: false,
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
