import { JsonLineDecoder } from './json-line.js';
import { checkedLimits, type GcsLogLimits } from './limits.js';
import { GoTrace, startsGoTrace } from './lines/go-trace.js';
import { LineSplitter } from './lines/line-splitter.js';
import { decodeLogfmt } from './lines/logfmt.js';
import { decodePrintk } from './lines/printk.js';
import type { GcsLogRecord } from './record.js';

/**
 * Bytes in, records out, in the order in which the guest said them. How the bytes are cut into chunks makes no difference.
 *
 * It accepts anything and never throws: a line that is no log entry becomes a record of its own, and the next line starts
 * afresh. What it holds between chunks is bounded by its limits.
 *
 * @example
 * const parser = new GcsLogParser((record) => console.log(record.message));
 * parser.push(Buffer.from('{"level":"info","msg":"up"}\n'));
 * parser.end();
 */
export class GcsLogParser {
  readonly #limits: GcsLogLimits;
  readonly #lines: LineSplitter;
  readonly #emit: (record: GcsLogRecord) => void;
  readonly #json: JsonLineDecoder;
  #trace: GoTrace | undefined;

  constructor(emit: (record: GcsLogRecord) => void, limits?: Partial<GcsLogLimits>) {
    this.#limits = checkedLimits(limits);
    this.#emit = emit;
    this.#json = new JsonLineDecoder(this.#limits.maxDepth);
    this.#lines = new LineSplitter(this.#limits.maxLineBytes, (line, left) => this.#line(line, left));
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  /** Ends the stream: a last line without a line feed and an unfinished crash trace come out. */
  end(): void {
    this.#lines.end();
    this.#endTrace();
  }

  #line(line: string, left: number): void {
    if (left === 0 && opensObject(line)) {
      if (this.#trace) {
        if (this.#json.decode(line, (record) => this.#afterTrace(record))) return;
      } else if (this.#json.decode(line, this.#emit)) {
        return;
      }
    }
    this.#text(detached(line.endsWith('\r') ? line.slice(0, -1) : line), left);
  }

  #text(line: string, left: number): void {
    const kernel = decodePrintk(line);
    if (!kernel && this.#trace?.take(line)) return;
    if (!kernel && startsGoTrace(line)) {
      this.#endTrace();
      this.#trace = new GoTrace(line, this.#limits.maxTraceBytes);
      return;
    }
    if (left === 0 && line.trim() === '') return;
    const record = kernel ?? (left === 0 ? decodeLogfmt(line) : undefined) ?? plainText(line);
    this.#afterTrace(left === 0 ? record : { ...record, fields: { ...record.fields, bytesLeftOut: left } });
  }

  #afterTrace(record: GcsLogRecord): void {
    this.#endTrace();
    this.#emit(record);
  }

  #endTrace(): void {
    const trace = this.#trace;
    this.#trace = undefined;
    if (trace) this.#emit(trace.record());
  }
}

const opensObject = (line: string): boolean => {
  const first = line.charCodeAt(0);
  return first === 0x7b || (first <= 0x20 && line.trimStart().startsWith('{'));
};

/** A copy of its own: a part of a string keeps the whole alive, which here is a chunk of many lines. */
const detached = (line: string): string => Buffer.from(line, 'utf8').toString();

const plainText = (line: string): GcsLogRecord => ({
  kind: 'text',
  level: 'info',
  message: line,
  time: undefined,
  fields: {},
});
