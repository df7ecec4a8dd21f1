import { mib, type MiB } from '@uvmkit/vmutils';
import { errors } from '../errors.js';

const MIB_PER: Readonly<Record<string, number>> = { M: 1, MiB: 1, G: 1024, GiB: 1024 };
const MS_PER: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** What a timer of Node.js can wait for; a longer time would be over at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const parse = (
  text: string,
  units: Readonly<Record<string, number>>,
  usual: string,
  example: string,
): number => {
  const [, digits, unit = usual] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)?$/.exec(text.trim()) ?? [];
  const factor = units[unit];
  if (digits === undefined || factor === undefined) {
    throw errors.UVM_USAGE(`${JSON.stringify(text)} is not a quantity such as ${example}.`, { text });
  }
  return Number(digits) * factor;
};

/** `1024`, `512M`, `1.5G` → MiB. A number alone is MiB. */
export const parseMemory = (text: string): MiB => {
  const size = parse(text, MIB_PER, 'M', '"1024", "512M" or "2G"');
  if (!Number.isSafeInteger(size))
    throw errors.UVM_USAGE(`${JSON.stringify(text)} is not a whole number of MiB.`);
  return mib(size);
};

/** `30`, `30s`, `2m`, `500ms` → milliseconds. A number alone is seconds. */
export const parseDuration = (text: string): number => {
  const ms = Math.round(parse(text, MS_PER, 's', '"30s", "2m" or "500ms"'));
  if (ms > MAX_TIMER_MS) throw errors.UVM_USAGE(`${JSON.stringify(text)} is longer than 24 days.`, { text });
  return ms;
};

/** A whole number of virtual processors; the builder and the hypervisor say which numbers are fine. */
export const parseCount = (text: string): number => {
  if (!/^\d{1,9}$/.test(text))
    throw errors.UVM_USAGE(`${JSON.stringify(text)} is not a whole number.`, { text });
  return Number(text);
};
