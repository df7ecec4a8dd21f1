import { levelOfSeverity } from '../level.js';
import type { GcsLogRecord, GcsLogValue } from '../record.js';

/** `<6>[   12.345678][    T1] text`, where the priority and the caller may be missing. */
const PRINTK = /^(?:<(\d{1,3})>)?\[ {0,8}(\d{1,10})\.(\d{6})\](?:\[ {0,8}([TC]\d{1,10})\])? ?/;

/** The record of a line as the Linux kernel prints it on its console, or undefined if it is none. */
export const decodePrintk = (line: string): GcsLogRecord | undefined => {
  const found = PRINTK.exec(line);
  if (!found) return undefined;
  const [head, priority, seconds = '', micros = '', caller] = found;
  const fields: Record<string, GcsLogValue> = {
    timesincebootmicro: Number(seconds) * 1_000_000 + Number(micros),
  };
  if (priority !== undefined) fields['facility'] = Number(priority) >> 3;
  if (caller !== undefined) fields['caller'] = caller;
  return {
    kind: 'kernel',
    level: priority === undefined ? 'info' : levelOfSeverity(Number(priority) & 7),
    message: line.slice(head.length),
    time: undefined,
    fields,
  };
};
