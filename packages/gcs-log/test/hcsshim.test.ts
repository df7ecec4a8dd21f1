import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeGcsLogEntry, forwardGcsLog, GcsLogReadError, type GcsLogger } from '../src/index.js';
import { ScriptedReader, type ReadScript } from './scripted-reader.js';

/** A value in the recorded cases' spelling. */
type Typed = { t: string; v?: unknown; bits?: string; base64?: string; kind?: string };

interface EntryCase {
  id: string;
  input: { line?: string; line_base64?: string };
  expect: {
    ok: boolean;
    error_kind?: string;
    level?: string;
    message?: string;
    time?: string;
    fields?: Record<string, Typed>;
    fields_nil?: boolean;
  };
}

interface Event {
  level: string;
  message: string;
  fields: Record<string, Typed>;
  bytes_read?: number;
}

interface StreamCase {
  id: string;
  input: { vm_id: string; stream_base64: string; read: ReadScript; log_level: string };
  expect: { events: Event[]; bytes_consumed: number };
}

const cases = <T>(name: string): T[] =>
  readFileSync(join(__dirname, 'fixtures', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const typed = (value: unknown): Typed => {
  if (value === null) return { t: 'null' };
  if (typeof value === 'string') return { t: 'string', v: value };
  if (typeof value === 'boolean') return { t: 'bool', v: value };
  if (typeof value === 'bigint') return { t: 'int64', v: String(value) };
  if (value instanceof Uint8Array) return { t: 'string', base64: Buffer.from(value).toString('base64') };
  if (value instanceof GcsLogReadError) return { t: 'error', kind: value.kind };
  if (value instanceof Error) return { t: 'error', kind: 'read', v: value.message };
  if (Array.isArray(value)) return { t: 'array', v: value.map(typed) };
  if (typeof value === 'object') return { t: 'object', v: typedFields(value) };
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value as number);
  return { t: 'float64', v: Object.is(value, -0) ? '-0' : String(value), bits: bits.toString('hex') };
};

const typedFields = (fields: object): Record<string, Typed> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, typed(value)]));

test.each(cases<EntryCase>('gcs-entry.jsonl'))('entry $id', ({ input, expect: expected }) => {
  const line = input.line ?? Buffer.from(input.line_base64 ?? '', 'base64');
  const result = decodeGcsLogEntry(line, { compat: 'hcsshim' });
  if (!result.ok) {
    expect(result.problem).toBe(expected.error_kind);
    return;
  }
  const { level, fields, ...rest } = result.entry;
  expect({ ok: true, ...rest, level: level === 'warn' ? 'warning' : level }).toEqual({
    ok: expected.ok,
    level: expected.level,
    message: expected.message,
    time: expected.time,
  });
  expect(fields === undefined).toBe(expected.fields_nil === true);
  expect(typedFields(fields ?? {})).toEqual(expected.fields ?? {});
});

const LEVELS = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'];

test.each(cases<StreamCase>('gcs-stream.jsonl'))('stream $id', async ({ input, expect: expected }) => {
  const reader = new ScriptedReader(Buffer.from(input.stream_base64, 'base64'), input.read);
  const events: Event[] = [];
  const at =
    (level: string) =>
    (message: string, fields: object = {}): void => {
      if (LEVELS.indexOf(level) > LEVELS.indexOf(input.log_level)) return;
      const shown = typedFields(fields);
      if (shown['vm.time']) shown['vm.time'].t = 'time';
      const bytesRead = input.read.chunk === 1 ? { bytes_read: reader.consumed } : {};
      events.push({ level, message, fields: shown, ...bytesRead });
    };
  const logger: GcsLogger = {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warning'),
    error: at('error'),
    child: () => logger,
  };
  await forwardGcsLog(reader, logger, { vmId: input.vm_id, compat: 'hcsshim' });
  expect(events).toEqual(expected.events.map(withoutLibraryText));
  expect(reader.consumed).toBe(expected.bytes_consumed);
});

/** Error texts of the recorded side's own libraries are no part of the behaviour. */
const withoutLibraryText = (event: Event): Event => {
  const { error } = event.fields;
  if (error?.t !== 'error' || error.kind === 'read') return event;
  return { ...event, fields: { ...event.fields, error: { t: 'error', kind: error.kind ?? '' } } };
};
