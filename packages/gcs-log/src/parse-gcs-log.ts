import { GcsLogParser } from './gcs-log-parser.js';
import type { GcsLogLimits } from './limits.js';
import type { GcsLogRecord } from './record.js';
import { pieces } from './pieces.js';
import type { GcsLogSource } from './source.js';

export interface ParseGcsLogOptions {
  readonly limits?: Partial<GcsLogLimits> | undefined;
}

/**
 * The records of a guest's log stream, one after another, with back-pressure. What the source throws is thrown on, after
 * the records that were complete before it.
 *
 * @example
 * for await (const { level, message } of parseGcsLog(socket)) console.log(level, message);
 */
export async function* parseGcsLog(
  source: GcsLogSource,
  { limits }: ParseGcsLogOptions = {},
): AsyncGenerator<GcsLogRecord, void, undefined> {
  let records: GcsLogRecord[] = [];
  const parser = new GcsLogParser((record) => records.push(record), limits);
  for await (const chunk of source) {
    for (const piece of pieces(chunk)) {
      parser.push(piece);
      const ready = records;
      records = [];
      yield* ready;
    }
  }
  parser.end();
  yield* records;
}
