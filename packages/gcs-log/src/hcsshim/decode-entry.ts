import { JsonReader, type JsonValue } from '../json/read-json.js';
import { JsonScanner } from '../json/json-scanner.js';
import { levelOfName } from '../level.js';
import { setField, type GcsLogLevel } from '../record.js';
import { canonicalTimestamp } from '../timestamp.js';
import { textOf } from './invalid-utf8.js';

/** A value of an entry as the reference holds it: all numbers are doubles, and a field that is a whole one is an integer. */
export type HcsshimValue =
  string | number | bigint | boolean | null | HcsshimValue[] | { [key: string]: HcsshimValue };

export interface HcsshimEntry {
  readonly level: GcsLogLevel;
  readonly message: string;
  /** RFC 3339; `0001-01-01T00:00:00Z` if the entry has no time. */
  readonly time: string;
  /** A whole number within 64 bits is a `bigint` at the top level of an entry, and a double anywhere deeper. */
  readonly fields: { readonly [key: string]: HcsshimValue } | undefined;
}

/** Why a line is no entry, in the order in which the reference looks. */
export type HcsshimEntryProblem = 'syntax' | 'time' | 'level' | 'type';

export type HcsshimEntryResult =
  | { readonly ok: true; readonly entry: HcsshimEntry }
  | { readonly ok: false; readonly problem: HcsshimEntryProblem; readonly detail: string };

/** Containers inside each other that the reference's JSON decoder accepts. */
export const HCSSHIM_MAX_DEPTH = 10_000;

const NO_TIME = '0001-01-01T00:00:00Z';

/** Decodes one line as the reference does, quirks included: see `docs/quirks.md`. */
export const decodeHcsshimEntry = (line: Buffer): HcsshimEntryResult =>
  isOneValue(line) ? decodeHcsshimValue(line) : problem('syntax', 'not one JSON value');

const isOneValue = (line: Buffer): boolean => {
  const scanner = new JsonScanner(HCSSHIM_MAX_DEPTH);
  let ended = false;
  for (const byte of line) {
    if (ended) {
      if (!isSpace(byte)) return false;
      continue;
    }
    const step = scanner.step(byte);
    if (step === 'bad' || (step === 'before' && !isSpace(byte))) return false;
    ended = step === 'end' || step === 'before';
  }
  return ended || scanner.step(0x20) === 'before';
};

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const problem = (kind: HcsshimEntryProblem, detail: string): HcsshimEntryResult => ({
  ok: false,
  problem: kind,
  detail,
});

/** Decodes the bytes of one JSON value that is known to be well formed. */
export const decodeHcsshimValue = (value: Buffer): HcsshimEntryResult => {
  const text = textOf(value);
  let outOfRange = false;
  const reader = new JsonReader<number>(text, {
    maxDepth: HCSSHIM_MAX_DEPTH,
    number: (literal) => {
      const number = Number(literal);
      outOfRange ||= !Number.isFinite(number);
      return number;
    },
  });
  const first = reader.peek();
  if (first === 'n') {
    return { ok: true, entry: { level: 'info', message: '', time: NO_TIME, fields: undefined } };
  }
  if (first !== '{') return problem('type', 'the value is no object');

  const standard = new StandardFields();
  const members: Record<string, JsonValue<number>> = {};
  reader.take('{');
  for (let more = !reader.take('}'); more; more = reader.take(',')) {
    const key = reader.readKey() ?? '';
    reader.peek();
    const start = reader.position;
    const member = reader.readValue() ?? null;
    const failed = standard.set(key, member, text.slice(start, reader.position));
    if (failed) return failed;
    setField(members, key, member);
  }
  if (standard.wrongType !== undefined) return problem('type', `${standard.wrongType} is not a string`);
  if (outOfRange) return problem('type', 'a number is beyond the range of a double');
  return { ok: true, entry: assemble(standard, members) };
};

/** The three members with a meaning. Their names match in any case; of several the last one counts. */
class StandardFields {
  level: GcsLogLevel = 'info';
  message = '';
  time = NO_TIME;
  /** The first of them that has a wrong JSON type: reported only if nothing else is wrong. */
  wrongType: string | undefined;

  /** Takes a member if it is one of the three. Answers what is wrong with it if that ends the decoding. */
  set(key: string, value: JsonValue<number>, literal: string): HcsshimEntryResult | undefined {
    const name =
      key.length > 5 ? '' : key.replaceAll('ſ', 's').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (value === null || (name !== 'time' && name !== 'level' && name !== 'msg')) return undefined;
    if (name === 'time') return this.#setTime(literal);
    if (typeof value !== 'string') this.wrongType ??= name;
    else if (name === 'msg') this.message = value;
    else return this.#setLevel(value);
    return undefined;
  }

  /** The time is read from the literal, in which escapes are not decoded. */
  #setTime(literal: string): HcsshimEntryResult | undefined {
    const time = literal.startsWith('"') ? canonicalTimestamp(literal.slice(1, -1)) : undefined;
    if (time === undefined) return problem('time', `not a time: ${literal}`);
    this.time = time;
    return undefined;
  }

  #setLevel(value: string): HcsshimEntryResult | undefined {
    const level = levelOfName(value);
    if (!level) return problem('level', `not a level: ${JSON.stringify(value)}`);
    this.level = level;
    return undefined;
  }
}

/** The names are removed in their exact spelling only; of an ETW entry one more member becomes the message. */
const assemble = (standard: StandardFields, members: Record<string, JsonValue<number>>): HcsshimEntry => {
  let { message } = standard;
  const consumed = new Set(['time', 'level', 'msg']);
  if (own(members, 'Source') === 'ETW') {
    const name = ['message', 'Message'].find((key) => typeof own(members, key) === 'string');
    if (name !== undefined) {
      message = own(members, name) as string;
      consumed.add(name);
    }
  }
  const fields: Record<string, HcsshimValue> = {};
  for (const [key, value] of Object.entries(members)) {
    if (!consumed.has(key)) setField(fields, key, isInt64(value) ? BigInt(value) : value);
  }
  return { level: standard.level, message, time: standard.time, fields };
};

const own = <T>(members: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(members, key) ? members[key] : undefined;

const isInt64 = (value: JsonValue<number>): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
