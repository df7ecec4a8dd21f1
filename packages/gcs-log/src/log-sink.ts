import type { Logger } from '@uvmkit/vmutils';
import type { GcsLogLevel } from './record.js';

/** Hands records to a logger, and survives a logger that throws. */
export class LogSink {
  sent = 0;
  refused = 0;
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** False for records that the logger would only throw away. */
  wants(level: GcsLogLevel): boolean {
    return (level !== 'debug' && level !== 'trace') || (this.#logger.isDebugEnabled?.() ?? true);
  }

  /** The most detailed level of a logger is `debug`: `trace` goes there. */
  send(level: GcsLogLevel, message: string, fields: object): void {
    try {
      this.#logger[level === 'trace' ? 'debug' : level](message, fields);
      this.sent++;
    } catch {
      this.refused++;
    }
  }
}
