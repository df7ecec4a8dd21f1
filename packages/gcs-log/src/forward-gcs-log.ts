import { GcsLogParser } from './gcs-log-parser.js';
import { LogSink, type GcsLogger } from './log-sink.js';
import { checkedLimits, checkedRate, type GcsLogLimits, type GcsLogRate } from './limits.js';
import { pieces } from './pieces.js';
import { RateLimiter } from './rate-limiter.js';
import type { GcsLogRecord, GcsLogValue, MutableRecord } from './record.js';
import { forwardHcsshimLog } from './hcsshim/forward-hcsshim-log.js';
import { SourceReader, type GcsLogReader, type GcsLogSource } from './source.js';

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
  /**
   * Reproduces hcsshim event for event: `uvm-id` and `vm.time` always, no rate limit, no bounds, and nothing but the rest of
   * the stream as one text after the first byte that is no entry. The source may then be a reader of your own.
   */
  readonly compat?: 'hcsshim' | undefined;
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
  source: GcsLogSource | GcsLogReader,
  logger: GcsLogger,
  options: ForwardGcsLogOptions,
): Promise<GcsLogSummary> => {
  const { signal, limits, rate, compat } = options;
  const checked = { ...options, limits: checkedLimits(limits), rate: checkedRate(rate) };
  const sink = new LogSink(logger);
  const reader = isReader(source) ? source : new SourceReader(source, signal);
  return compat === 'hcsshim'
    ? forwardCompatible(reader, sink, checked)
    : forwardRecords(reader, sink, checked);
};

const isReader = (source: GcsLogSource | GcsLogReader): source is GcsLogReader =>
  !(Symbol.asyncIterator in source);

type CheckedOptions = ForwardGcsLogOptions & { readonly limits: GcsLogLimits; readonly rate: GcsLogRate };

const forwardRecords = async (
  reader: GcsLogReader,
  sink: LogSink,
  { vmId, signal, limits, rate, now = () => performance.now() }: CheckedOptions,
): Promise<GcsLogSummary> => {
  const limiter = new RateLimiter(rate, now);
  let dropped = 0;
  const send = (record: GcsLogRecord): void =>
    sink.send(record.level, record.message, labelled(record, vmId));
  let ready: GcsLogRecord[] = [];
  const parser = new GcsLogParser((record) => ready.push(record), limits);
  // Parsing a piece and then logging it is a tenth faster than doing both record by record: each loop keeps its caches warm.
  const sendReady = (): void => {
    const records = ready;
    ready = [];
    for (const record of records) {
      if (!sink.wants(record.level)) continue;
      if (limiter.admit(send)) send(record);
      else dropped++;
    }
  };

  let failure: unknown;
  for (let open = true; open;) {
    const read = await reader.read();
    for (const piece of pieces(read.bytes)) {
      parser.push(piece);
      sendReady();
    }
    if (read.failure) failure = read.failure.error;
    open = !read.failure && !read.done;
  }
  parser.end();
  sendReady();
  limiter.end(send);
  if (failure !== undefined) {
    sink.send('warn', 'guest log stream failed', { error: failure, 'uvm-id': vmId });
  }
  if (signal?.aborted) reader.close?.();
  return { forwarded: sink.sent, dropped, refused: sink.refused, failure };
};

const forwardCompatible = async (
  reader: GcsLogReader,
  sink: LogSink,
  { vmId, signal }: CheckedOptions,
): Promise<GcsLogSummary> => {
  const { failure } = await forwardHcsshimLog(reader, vmId, (level, message, fields) =>
    sink.send(level, message, fields),
  );
  if (signal?.aborted) reader.close?.();
  return { forwarded: sink.sent, dropped: 0, refused: sink.refused, failure };
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
