import { isUtf8 } from 'node:buffer';
import type { GcsLogReader } from '../source.js';
import type { GcsLogLevel } from '../record.js';
import { setField } from '../record.js';
import type { HcsshimValue } from './decode-entry.js';
import { EntryStream, type EntryStreamEnd } from './entry-stream.js';
import { GcsLogReadError } from './gcs-log-read-error.js';
import { isSilentFailure } from './read-failure.js';
import { trimBlank } from './trim.js';

/** Receives what the reference would log, call for call. */
export type HcsshimSend = (
  level: GcsLogLevel,
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

/** Forwards a stream as the reference does, event for event. Answers how reading failed, if it did. */
export const forwardHcsshimLog = async (
  reader: GcsLogReader,
  vmId: string,
  send: HcsshimSend,
): Promise<{ failure: unknown }> => {
  const stream = new EntryStream(({ level, message, time, fields }) => {
    const labelled: Record<string, HcsshimValue> = {};
    for (const [key, value] of Object.entries(fields ?? {})) setField(labelled, key, value);
    labelled['uvm-id'] = vmId;
    labelled['vm.time'] = time;
    send(level, message, labelled);
  });

  let failure: unknown;
  while (!stream.ended) {
    const read = await reader.read();
    const entries = read.bytes ? stream.push(Buffer.from(read.bytes)) : 0;
    if (stream.ended) break;
    if (read.failure) {
      // A failure that comes together with the end of an entry is forgotten.
      if (entries > 0) continue;
      failure = read.failure.error;
      break;
    }
    if (read.done) stream.end();
  }

  const problem =
    failure === undefined ? problemOf(stream.ended) : isSilentFailure(failure) ? undefined : failure;
  if (problem !== undefined) send('error', 'gcs log read', { 'uvm-id': vmId, error: problem });

  const left = trimBlank(Buffer.concat([stream.rest, ...(await restOf(reader))]));
  if (left.length > 0) {
    const stderr = isUtf8(left) ? left.toString('utf8') : left;
    send('error', 'gcs terminated', { 'uvm-id': vmId, stderr });
  }
  return { failure };
};

const problemOf = (end: EntryStreamEnd | undefined): GcsLogReadError | undefined => {
  if (!end || end.reason === 'clean' || end.reason === 'syntax') return undefined;
  return new GcsLogReadError(end.reason, 'detail' in end ? end.detail : 'the stream ended inside an entry');
};

const restOf = async (reader: GcsLogReader): Promise<Buffer[]> => {
  const rest: Buffer[] = [];
  for (;;) {
    const read = await reader.read();
    if (read.bytes) rest.push(Buffer.from(read.bytes));
    if (read.failure || read.done) return rest;
  }
};
