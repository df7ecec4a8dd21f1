import { GcsLogParser } from './gcs-log-parser.js';
import { decodeHcsshimEntry, type HcsshimEntryResult } from './hcsshim/decode-entry.js';
import type { GcsLogLimits } from './limits.js';
import type { GcsLogRecord } from './record.js';

export interface DecodeGcsLogEntryOptions {
  readonly limits?: Partial<GcsLogLimits> | undefined;
}

/**
 * The record of one line of a guest's log: the same as the stream parser makes of it. Any line has a record. Of a text with
 * several records it is the first.
 *
 * With `compat: 'hcsshim'` it answers whether hcsshim would take the line as an entry, and as which one.
 *
 * @example decodeGcsLogEntry('{"level":"info","msg":"up"}').message // 'up'
 */
export function decodeGcsLogEntry(
  line: Uint8Array | string,
  options?: DecodeGcsLogEntryOptions,
): GcsLogRecord;
export function decodeGcsLogEntry(
  line: Uint8Array | string,
  options: { readonly compat: 'hcsshim' },
): HcsshimEntryResult;
export function decodeGcsLogEntry(
  line: Uint8Array | string,
  options: DecodeGcsLogEntryOptions & { readonly compat?: 'hcsshim' } = {},
): GcsLogRecord | HcsshimEntryResult {
  const bytes =
    typeof line === 'string' ? Buffer.from(line) : Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  if (options.compat === 'hcsshim') return decodeHcsshimEntry(bytes);

  const records: GcsLogRecord[] = [];
  const parser = new GcsLogParser((record) => records.push(record), options.limits);
  parser.push(bytes);
  parser.end();
  return records[0] ?? { kind: 'text', level: 'info', message: '', time: undefined, fields: {} };
}
