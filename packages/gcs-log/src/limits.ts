import { errors } from './errors.js';

/** Bounds on what a guest can cost its host. */
export interface GcsLogLimits {
  /** Bytes of one line that are looked at; the rest of the line is counted and left out. */
  readonly maxLineBytes: number;
  /** Bytes of one Go crash trace that are kept, in whole lines. */
  readonly maxTraceBytes: number;
  /** Objects and arrays inside each other within one field, at most 1000; what lies deeper is replaced by `…`. */
  readonly maxDepth: number;
}

export const DEFAULT_GCS_LOG_LIMITS: GcsLogLimits = Object.freeze({
  maxLineBytes: 262_144,
  maxTraceBytes: 262_144,
  maxDepth: 32,
});

/** At most `records` records in any window of `windowMs` milliseconds. */
export interface GcsLogRate {
  readonly records: number;
  readonly windowMs: number;
}

/** The default rate of forwarding: far above a busy guest, far below what fills a disk within an hour. */
export const DEFAULT_GCS_LOG_RATE: GcsLogRate = Object.freeze({ records: 10_000, windowMs: 1000 });

/** What every consumer of a record can walk by recursion. */
const MAX_DEPTH = 1000;

const atLeastOne = (name: string, value: number): number => {
  if (Number.isNaN(value) || value < 1)
    throw errors.UVM_GCSLOG_LIMIT(`${name} is ${value}.`, { name, value });
  return value;
};

export const checkedLimits = (limits: Partial<GcsLogLimits> = {}): GcsLogLimits => {
  const { maxLineBytes, maxTraceBytes, maxDepth } = { ...DEFAULT_GCS_LOG_LIMITS, ...limits };
  return {
    maxLineBytes: atLeastOne('maxLineBytes', maxLineBytes),
    maxTraceBytes: atLeastOne('maxTraceBytes', maxTraceBytes),
    maxDepth: Math.min(atLeastOne('maxDepth', maxDepth), MAX_DEPTH),
  };
};

export const checkedRate = ({ records, windowMs }: GcsLogRate = DEFAULT_GCS_LOG_RATE): GcsLogRate => ({
  records: atLeastOne('rate.records', records),
  windowMs: atLeastOne('rate.windowMs', windowMs),
});
