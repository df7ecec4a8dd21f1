export { forwardGcsLog } from './forward-gcs-log.js';
export type { ForwardGcsLogOptions, GcsLogSummary } from './forward-gcs-log.js';
export type { GcsLogger } from './log-sink.js';
export { decodeGcsLogEntry } from './decode-gcs-log-entry.js';
export type { DecodeGcsLogEntryOptions } from './decode-gcs-log-entry.js';
export { parseGcsLog } from './parse-gcs-log.js';
export type { ParseGcsLogOptions } from './parse-gcs-log.js';
export { GcsLogParser } from './gcs-log-parser.js';
export { DEFAULT_GCS_LOG_LIMITS, DEFAULT_GCS_LOG_RATE } from './limits.js';
export type { GcsLogLimits, GcsLogRate } from './limits.js';
export { timestampToNanoseconds } from './timestamp.js';
export type { GcsLogKind, GcsLogLevel, GcsLogRecord, GcsLogValue } from './record.js';
export type { GcsLogRead, GcsLogReader, GcsLogSource } from './source.js';
export { GcsLogReadError } from './hcsshim/gcs-log-read-error.js';
export type {
  HcsshimEntry,
  HcsshimEntryProblem,
  HcsshimEntryResult,
  HcsshimValue,
} from './hcsshim/decode-entry.js';
