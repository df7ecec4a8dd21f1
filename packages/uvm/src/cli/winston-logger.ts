import type { LogLevel } from './app-logger.js';
import type { Logger } from '@uvmkit/vmutils';
import type { Writable } from 'node:stream';
import { createLogger, format, transports } from 'winston';

/** The app's logger: logfmt-like lines for standard error, so that standard output stays the command's. */
export const createWinstonLogger = (level: LogLevel, stream: Writable): Logger =>
  createLogger({
    level,
    format: format.combine(
      format.timestamp(),
      format.printf(({ timestamp, level: at, message, ...fields }) => {
        const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields, bigintAsText)}` : '';
        return `${String(timestamp)} ${at} ${String(message)}${rest}`;
      }),
    ),
    transports: [new transports.Stream({ stream })],
  });

const bigintAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;
