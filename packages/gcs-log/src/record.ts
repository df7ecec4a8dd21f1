/** Levels of a guest's log, quietest last. Nothing from a guest is above `error`: a guest cannot end its host. */
export type GcsLogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * What a record was made from:
 *
 * - `entry`: a JSON log entry
 * - `logfmt`: a line of `key=value` pairs
 * - `kernel`: a kernel message, as a JSON entry or as printed by `printk`
 * - `panic`: a Go crash with its whole trace
 * - `text`: anything else
 * - `dropped`: nothing; it says how many records a flood cost
 */
export type GcsLogKind = 'entry' | 'logfmt' | 'kernel' | 'panic' | 'text' | 'dropped';

/**
 * A value out of a guest's entry. An integer beyond 2^53 − 1 is a `bigint`; a number beyond the double range is kept as
 * its text.
 */
export type GcsLogValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly GcsLogValue[]
  | { readonly [key: string]: GcsLogValue };

/** One thing that the guest said. */
export interface GcsLogRecord {
  readonly kind: GcsLogKind;
  readonly level: GcsLogLevel;
  readonly message: string;
  /** The guest's own time: RFC 3339 with all its fraction digits (nanoseconds). Undefined if the guest gave none. */
  readonly time: string | undefined;
  /** Everything else that the guest said. The keys are the guest's choice: do not trust them. */
  readonly fields: { readonly [key: string]: GcsLogValue };
}

/** A record under construction. */
export interface MutableRecord {
  kind: GcsLogKind;
  level: GcsLogLevel;
  message: string;
  time: string | undefined;
  fields: Record<string, GcsLogValue>;
}

/** Sets a field whose name came from outside: `__proto__` becomes an ordinary own property. */
export const setField = <T>(fields: Record<string, T>, key: string, value: NoInfer<T>): void => {
  if (key === '__proto__') {
    Object.defineProperty(fields, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    fields[key] = value;
  }
};
