import type { Logger } from '@uvmkit/vmutils';
import { GcsLogParser } from './gcs-log-parser.js';
import { LogSink } from './log-sink.js';
import { checkedLimits, checkedRate, type GcsLogLimits, type GcsLogRate } from './limits.js';
import { pieces } from './pieces.js';
import { RateLimiter } from './rate-limiter.js';
import type { GcsLogRecord, GcsLogValue, MutableRecord } from './record.js';
import { SourceReader, type GcsLogSource } from './source.js';

export interface ForwardGcsLogOptions {
  /** Added to every record as `uvm-id`, in place of whatever the guest put there. */
  readonly vmId: string;
  /** Ends the forwarding, and lets go of the stream. */
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<GcsLogLimits> | undefined;
  /** What is more than this is dropped and counted. `{ records: Infinity, windowMs: 1000 }` lifts it. */
  readonly rate?: GcsLogRate | undefined;
  /** Milliseconds on any clock that does not go back. */
  readonly now?: (() => number) | undefined;
}

/** What came of a log stream. */
export interface GcsLogSummary {
  /** Records handed to the logger. */
  readonly forwarded: number;
  /** Records that the rate limit cost. */
  readonly dropped: number;
  /** Records that the logger refused by throwing. */
  readonly refused: number;
  /** Why the stream ended, if reading it failed. */
  readonly failure: unknown;
}

/**
 * Forwards a guest's log to a logger until the stream ends, fails, or the signal fires. It always resolves.
 *
 * Each record carries `uvm-id`, and `vm.time` if the guest gave a time (text, to the nanosecond). The fields `message` and
 * `level` of an entry arrive as `vm.message` and `vm.level`, since loggers such as winston keep those names for themselves.
 *
 * @throws UVM_GCSLOG_LIMIT for a limit that makes no sense, before anything is read
 *
 * @example
 * await forwardGcsLog(socket, logger, { vmId: 'vm-1' });
 */
export const forwardGcsLog = (
  source: GcsLogSource,
  logger: Logger,
  { vmId, signal, limits, rate, now = () => performance.now() }: ForwardGcsLogOptions,
): Promise<GcsLogSummary> => {
  const sink = new LogSink(logger);
  const limiter = new RateLimiter(checkedRate(rate), now);
  let dropped = 0;
  const send = (record: GcsLogRecord): void =>
    sink.send(record.level, record.message, labelled(record, vmId));
  const parser = new GcsLogParser((record) => {
    if (!sink.wants(record.level)) return;
    if (limiter.admit(send)) send(record);
    else dropped++;
  }, checkedLimits(limits));

  const forward = async (): Promise<GcsLogSummary> => {
    const reader = new SourceReader(source, signal);
    let failure: unknown;
    for (;;) {
      const read = await reader.read();
      if (read.bytes) for (const piece of pieces(read.bytes)) parser.push(piece);
      if (read.failure) failure = read.failure.error;
      if (read.failure || read.done) break;
    }
    if (signal?.aborted) reader.close();
    parser.end();
    limiter.end(send);
    if (failure !== undefined && !signal?.aborted) {
      sink.send('warn', 'guest log stream failed', { error: failure, 'uvm-id': vmId });
    }
    return { forwarded: sink.sent, dropped, refused: sink.refused, failure };
  };
  return forward();
};

/** The record's own fields, made ready for the logger. The record is given up by this. */
const labelled = (record: GcsLogRecord, vmId: string): Record<string, GcsLogValue> => {
  let fields = (record as MutableRecord).fields;
  if ('message' in fields || 'level' in fields) fields = renamed(fields);
  fields['uvm-id'] = vmId;
  if (record.time !== undefined) fields['vm.time'] = record.time;
  return fields;
};

const renamed = ({ message, level, ...fields }: Record<string, GcsLogValue>): Record<string, GcsLogValue> => {
  if (message !== undefined) fields['vm.message'] = message;
  if (level !== undefined) fields['vm.level'] = level;
  return fields;
};
