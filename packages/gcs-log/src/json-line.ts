import { levelOfName, levelOfPriority } from './level.js';
import { bounded, exactNumber, fits } from './json/values.js';
import { JsonReader } from './json/read-json.js';
import { setField, type GcsLogRecord, type GcsLogValue, type MutableRecord } from './record.js';
import { canonicalTimestamp, PlainTimestamps } from './timestamp.js';

type Entry = Record<string, GcsLogValue>;

/**
 * Decodes lines that start with a brace.
 *
 * `JSON.parse` does the work for ordinary lines; the slower exact reader takes those with integers beyond 2^53, with deep
 * nesting, or with several objects.
 */
export class JsonLineDecoder {
  readonly #maxDepth: number;
  readonly #timestamps = new PlainTimestamps();

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /**
   * Hands on one record for each object on the line. Answers false, having handed on nothing, if the line is anything but
   * JSON objects.
   */
  decode(line: string, emit: (record: GcsLogRecord) => void): boolean {
    let entry: Entry;
    try {
      entry = JSON.parse(line) as Entry;
    } catch {
      return this.#readExactly(line, emit);
    }
    const record = this.#recordOf(entry, this.#maxDepth);
    if (record === undefined) return this.#readExactly(line, emit);
    emit(record);
    return true;
  }

  #readExactly(line: string, emit: (record: GcsLogRecord) => void): boolean {
    const reader = new JsonReader(line, { number: exactNumber, maxDepth: Infinity });
    const records: GcsLogRecord[] = [];
    do {
      if (reader.peek() !== '{') return false;
      const value = reader.readValue();
      if (value === undefined) return false;
      const entry: Entry = {};
      for (const [key, field] of Object.entries(value as Entry)) {
        setField(entry, key, bounded(field, this.#maxDepth));
      }
      const record = this.#recordOf(entry, Infinity);
      if (record) records.push(record);
    } while (reader.peek() !== undefined);
    records.forEach(emit);
    return true;
  }

  /** The record of a parsed entry, or undefined if a value in it needs the exact reader. */
  #recordOf(entry: Entry, maxDepth: number): MutableRecord | undefined {
    const fields = new Fields();
    const record: MutableRecord = { kind: 'entry', level: 'info', message: '', time: undefined, fields };
    let lower: string | undefined;
    let upper: string | undefined;
    for (const key in entry) {
      const value = entry[key] as GcsLogValue;
      if (typeof value === 'string') {
        switch (key) {
          case 'level':
            if (value !== 'info' && !setLevel(record, value)) fields[key] = value;
            break;
          case 'msg':
            record.message = value;
            break;
          case 'time':
            record.time = this.#timestamps.accept(value) ? value : canonicalTimestamp(value);
            if (record.time === undefined) fields[key] = value;
            break;
          case 'message':
            lower = value;
            break;
          case 'Message':
            upper = value;
            break;
          case '__proto__':
            setField(fields, key, value);
            break;
          default:
            fields[key] = value;
        }
      } else if (typeof value === 'number' && Number.isSafeInteger(value) && key !== '__proto__') {
        fields[key] = value;
      } else if (maxDepth !== Infinity && !fits(value, maxDepth)) {
        return undefined;
      } else if (value !== null || (key !== 'level' && key !== 'msg' && key !== 'time')) {
        setField(fields, key, value);
      }
    }
    if (lower !== undefined || upper !== undefined) setAlternates(record, lower, upper);
    return record;
  }
}

/**
 * Makes an ordinary empty object. Unlike a literal it soon has room for as many fields as entries have had, so that adding
 * them does not move it about in memory.
 */
const Fields = function () {
  // Nothing to set: the engine learns the size from what is added later.
} as unknown as new () => Entry;
Fields.prototype = Object.prototype;

const setLevel = (record: MutableRecord, name: string): boolean => {
  const level = levelOfName(name);
  if (level) record.level = level;
  return level !== undefined;
};

/**
 * Two kinds of entry carry what was said in a second member: relayed kernel messages (`message`), and relayed ETW events
 * (`message`, else `Message`). In any other entry these two are ordinary fields.
 */
const setAlternates = (record: MutableRecord, lower: string | undefined, upper: string | undefined): void => {
  const { fields } = record;
  const isKernel = record.message === 'kmsg read' && lower !== undefined;
  const isEtw = fields['Source'] === 'ETW';
  if (isKernel) {
    const priority = fields['priority'];
    record.kind = 'kernel';
    record.level = (typeof priority === 'string' ? levelOfPriority(priority) : undefined) ?? record.level;
  }
  if (isKernel || isEtw) record.message = (lower ?? upper) as string;
  if (lower !== undefined && !isKernel && !isEtw) fields['message'] = lower;
  if (upper !== undefined && !(isEtw && lower === undefined)) fields['Message'] = upper;
};
