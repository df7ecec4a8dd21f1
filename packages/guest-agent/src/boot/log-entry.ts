import { formatTime } from '../clock.js';
import type { BootArguments, LogLevel } from './boot-arguments.js';

const plain = (value: unknown): unknown => {
  if (value instanceof Error) return value.message;
  return typeof value === 'bigint' ? value.toString() : value;
};

/** One line of the guest log, with its line end. */
export const formatLogEntry = (
  format: BootArguments['logFormat'],
  time: bigint,
  level: LogLevel,
  message: string,
  fields: object,
): string => {
  const entry = { ...fields, time: formatTime(time), level, msg: message };
  if (format === 'json') return `${JSON.stringify(entry, (_, value: unknown) => plain(value))}\n`;
  const pairs = Object.entries(entry).map(([name, value]) => `${name}=${JSON.stringify(plain(value))}`);
  return `${pairs.join(' ')}\n`;
};
