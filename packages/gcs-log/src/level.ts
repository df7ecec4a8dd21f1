import type { GcsLogLevel } from './record.js';

/**
 * The level that a guest's level name means, in any case; `panic` and `fatal` are clamped to `error`.
 * Undefined for any other text.
 */
export const levelOfName = (name: string): GcsLogLevel | undefined =>
  exact(name) ?? (name.length > LONGEST_NAME ? undefined : exact(name.toLowerCase()));

const exact = (name: string): GcsLogLevel | undefined => {
  switch (name) {
    case 'info':
    case 'debug':
    case 'error':
    case 'trace':
    case 'warn':
      return name;
    case 'warning':
      return 'warn';
    case 'fatal':
    case 'panic':
      return 'error';
    default:
      return undefined;
  }
};

const LONGEST_NAME = 7;

/** The level of a syslog severity (0 emergency to 7 debug), as kernels number them. */
export const levelOfSeverity = (severity: number): GcsLogLevel => {
  if (severity <= 3) return 'error';
  if (severity === 4) return 'warn';
  return severity === 7 ? 'debug' : 'info';
};

const PRIORITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** The level of a kernel priority name as the guest service writes it (`Info`, `Err`, …). */
export const levelOfPriority = (priority: string): GcsLogLevel | undefined => {
  if (priority === 'Info') return 'info';
  const severity = priority.length > LONGEST_NAME ? -1 : PRIORITIES.indexOf(priority.toLowerCase());
  return severity < 0 ? undefined : levelOfSeverity(severity);
};
