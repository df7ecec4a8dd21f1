import { forwardGcsLog, GcsLogReadError } from '@uvmkit/gcs-log';
import { differenceBetween } from '../../lib/difference.mjs';
import { ScriptedReader } from '../../lib/scripted-reader.mjs';
import { typedValue } from '../../lib/typed-value.mjs';

const LEVELS = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'];

export const run = async ({ input, expect }) => {
  const reader = new ScriptedReader(Buffer.from(input.stream_base64, 'base64'), input.read);
  const events = [];
  const record = (level) => (message, fields) => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(input.log_level)) return;
    const event = { level, message, fields: typedFieldsOf(fields) };
    if (input.read.chunk === 1) event.bytes_read = reader.consumed;
    events.push(event);
  };
  const logger = {
    trace: record('trace'),
    debug: record('debug'),
    info: record('info'),
    warn: record('warning'),
    error: record('error'),
    child: () => logger,
  };
  await forwardGcsLog(reader, logger, { vmId: input.vm_id, compat: 'hcsshim' });
  return differenceBetween(
    { bytes_consumed: reader.consumed, events },
    { bytes_consumed: expect.bytes_consumed, events: expect.events.map(comparable) },
  );
};

const typedFieldsOf = (fields) => {
  const typed = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typedFieldOf(key, value)]),
  );
  return typed;
};

const typedFieldOf = (key, value) => {
  if (key === 'vm.time') return { t: 'time', v: value };
  if (value instanceof GcsLogReadError) return { t: 'error', kind: value.kind };
  if (value instanceof Error) return { t: 'error', kind: 'read', v: value.message };
  return typedValue(value);
};

/** Texts of Go's own libraries are given for information; a reader's failure has its text from the case. */
const comparable = (event) => {
  const error = event.fields.error;
  if (error?.t !== 'error') return event;
  const { kind, t, v } = error;
  const compared = kind === 'read' ? { t, kind, v } : { t, kind };
  return { ...event, fields: { ...event.fields, error: compared } };
};
