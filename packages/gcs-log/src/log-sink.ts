import type { Logger } from '@uvmkit/vmutils';
import type { GcsLogLevel } from './record.js';

/** The logger of every uvmkit package. If it has a level of its own for `trace`, that is used too. */
export interface GcsLogger extends Logger {
  trace?(message: string, fields?: object): unknown;
}

/** Hands records to a logger, and survives a logger that throws. */
export class LogSink {
  sent = 0;
  refused = 0;
  readonly #logger: GcsLogger;

  constructor(logger: GcsLogger) {
    this.#logger = logger;
  }

  /** False for records that the logger would only throw away. */
  wants(level: GcsLogLevel): boolean {
    return (level !== 'debug' && level !== 'trace') || (this.#logger.isDebugEnabled?.() ?? true);
  }

  /** Without a `trace` of the logger's own, that level goes to `debug`. */
  send(level: GcsLogLevel, message: string, fields: object): void {
    try {
      if (level !== 'trace') this.#logger[level](message, fields);
      else if (this.#logger.trace) this.#logger.trace(message, fields);
      else this.#logger.debug(message, fields);
      this.sent++;
    } catch {
      this.refused++;
    }
  }
}
