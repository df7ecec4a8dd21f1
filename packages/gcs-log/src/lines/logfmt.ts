import { levelOfName } from '../level.js';
import { setField, type GcsLogRecord, type GcsLogValue } from '../record.js';
import { canonicalTimestamp } from '../timestamp.js';

/** The record of a line of `key=value` pairs of which one is `msg` or `level`, or undefined if it is none. */
export const decodeLogfmt = (line: string): GcsLogRecord | undefined => {
  const pairs = readPairs(line);
  if (!pairs || !(pairs.has('msg') || pairs.has('level'))) return undefined;

  const level = levelOfName(pairs.get('level') ?? 'info');
  const time = canonicalTimestamp(pairs.get('time') ?? '');
  if (level) pairs.delete('level');
  if (time !== undefined) pairs.delete('time');
  const message = pairs.get('msg') ?? '';
  pairs.delete('msg');

  const fields: Record<string, GcsLogValue> = {};
  for (const [key, value] of pairs) setField(fields, key, value);
  return { kind: 'logfmt', level: level ?? 'info', message, time, fields };
};

const KEY = /[A-Za-z_@][\w.@/-]*=/y;
const BARE = /[^\s"]*/y;

/** All pairs of the line, or undefined if any part of it is no pair. Linear in the line. */
const readPairs = (line: string): Map<string, string> | undefined => {
  const pairs = new Map<string, string>();
  let position = 0;
  while (position < line.length) {
    const key = matchAt(KEY, line, position);
    if (key === undefined) return undefined;
    position += key.length;
    const end = line[position] === '"' ? endOfQuoted(line, position) : -1;
    const value = end < 0 ? (matchAt(BARE, line, position) ?? '') : line.slice(position, end);
    position += value.length;
    pairs.set(key.slice(0, -1), end < 0 ? value : unquote(value));
    if (position < line.length && line[position] !== ' ') return undefined;
    while (line[position] === ' ') position++;
  }
  return pairs;
};

const matchAt = (pattern: RegExp, line: string, position: number): string | undefined => {
  pattern.lastIndex = position;
  return pattern.exec(line)?.[0];
};

/** Index behind the closing quote, or -1. */
const endOfQuoted = (line: string, start: number): number => {
  for (let i = start + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === '"') return i + 1;
  }
  return -1;
};

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replace(/\\(.)/gs, (_, escaped: string) => ESCAPED[escaped] ?? escaped);
