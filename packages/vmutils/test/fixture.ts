import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../src/index.js';

/** Recorded cases: one JSON object a line. */
export const cases = <Case>(file: string): Case[] =>
  readFileSync(join(__dirname, 'fixtures', file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

/** A log entry of a recorded case. */
export interface RecordedLog {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, { readonly v: string }>>;
}

export type Log = readonly [level: string, message: string, fields: Record<string, string>];

export const plain = ({ level, message, fields }: RecordedLog): Log => [
  level,
  message,
  Object.fromEntries(Object.entries(fields).map(([key, { v }]) => [key, v])),
];

const LEVELS = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'];

/** Keeps what a logger with a threshold would print. */
export const recorder = (threshold = 'trace'): { logs: Log[]; logger: Logger } => {
  const logs: Log[] = [];
  const at =
    (level: string) =>
    (message: string, fields: object = {}): void => {
      if (LEVELS.indexOf(level) > LEVELS.indexOf(threshold)) return;
      logs.push([
        level,
        message,
        Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)])),
      ]);
    };
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warning'),
    error: at('error'),
    child: () => logger,
  };
  return { logs, logger };
};
