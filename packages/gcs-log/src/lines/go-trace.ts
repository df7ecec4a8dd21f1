import type { GcsLogRecord, GcsLogValue } from '../record.js';

const START = /^(?:panic: |fatal error: |SIG[A-Z]{2,10}: |unexpected fault address |goroutine \d+ \[)/;
const FRAME =
  /^(?:\s|goroutine \d|created by |\[signal |\[originating |\[recovered|panic: |fatal error: |runtime stack:|runtime: |exit status \d|\.\.\.)/;
const REGISTER = /^[a-z][a-z0-9]{1,6} +0x[0-9a-f]{1,16}$/;

/** Whether a line begins the trace that a crashing Go program prints. */
export const startsGoTrace = (line: string): boolean => START.test(line);

/** Collects the lines of one Go crash, to make one record of them. */
export class GoTrace {
  readonly #message: string;
  readonly #lines: string[] = [];
  readonly #maxBytes: number;
  #bytes = 0;
  #leftOut = 0;
  /** The crash message may have further lines; an empty line or a stack header ends it. */
  #inMessage: boolean;

  constructor(line: string, maxBytes: number) {
    this.#message = line;
    this.#maxBytes = maxBytes;
    this.#inMessage = !line.startsWith('goroutine ');
    this.#keep(line);
  }

  /** Takes the line if it belongs to this crash, and says whether it did. */
  take(line: string): boolean {
    if (this.#inMessage) {
      if (line === '' || FRAME.test(line)) this.#inMessage = false;
    } else if (!(line === '' || FRAME.test(line) || isCall(line) || REGISTER.test(line))) {
      return false;
    }
    this.#keep(line);
    return true;
  }

  record(): GcsLogRecord {
    const fields: Record<string, GcsLogValue> = { trace: this.#lines.join('\n').trimEnd() };
    if (this.#leftOut > 0) fields['linesLeftOut'] = this.#leftOut;
    return { kind: 'panic', level: 'error', message: this.#message, time: undefined, fields };
  }

  #keep(line: string): void {
    const bytes = Buffer.byteLength(line) + 1;
    if (this.#leftOut > 0 || this.#bytes + bytes > this.#maxBytes) {
      this.#leftOut++;
      return;
    }
    this.#bytes += bytes;
    this.#lines.push(line);
  }
}

/** `main.loop(0xc000012345)`: a call without blanks before its arguments. Linear in the line, unlike a pattern. */
const isCall = (line: string): boolean => {
  if (!line.endsWith(')')) return false;
  const name = line.slice(0, line.indexOf('('));
  return name !== '' && !/\s/.test(name);
};
