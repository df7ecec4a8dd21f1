import { hresults } from '@uvmkit/gcs-bridge';
import { GuestFault } from './guest-fault.js';

/**
 * Reads one value of a request. Request types come from the codecs of the protocol; these readers exist beside them
 * because guests are lenient in ways that codecs are not: names match in any case, and null means absent.
 */
export type Reader<T> = (value: unknown, path: string) => T;

const wrong = (path: string, expected: string): GuestFault =>
  new GuestFault(hresults.invalidJson, `${path === '' ? 'the message' : path} should be ${expected}`);

const wholeNumber =
  (least: number, most: number): Reader<number> =>
  (value, path) => {
    const fine =
      Number.isInteger(value) &&
      !Object.is(value, -0) &&
      (value as number) >= least &&
      (value as number) <= most;
    if (!fine) throw wrong(path, `a whole number from ${least} to ${most}`);
    return value as number;
  };

export const uint16 = wholeNumber(0, 0xffff);
export const uint32 = wholeNumber(0, 0xffff_ffff);
export const int32 = wholeNumber(-0x8000_0000, 0x7fff_ffff);

export const string: Reader<string> = (value, path) => {
  if (typeof value !== 'string') throw wrong(path, 'a string');
  return value;
};

export const boolean: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw wrong(path, 'true or false');
  return value;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any object, left as it is. */
export const record: Reader<Record<string, unknown>> = (value, path) => {
  if (!isRecord(value)) throw wrong(path, 'an object');
  return value;
};

/** A list of strings; null stands for an empty one. */
export const strings: Reader<string[]> = (value, path) => {
  if (!Array.isArray(value)) throw wrong(path, 'a list');
  return value.map((item, index) => (item === null ? '' : string(item, `${path}[${index}]`)));
};

/** An object of strings; null stands for an empty one. Has no prototype: its names come from outside. */
export const stringRecord: Reader<Record<string, string>> = (value, path) => {
  const read = Object.create(null) as Record<string, string>;
  for (const [name, item] of Object.entries(record(value, path))) {
    read[name] = item === null ? '' : string(item, `${path}.${name}`);
  }
  return read;
};

type Fields = Readonly<Record<string, Reader<unknown>>>;
type Read<F extends Fields> = { [Name in keyof F]?: ReturnType<F[Name]> };

/** An object with these fields, all optional; names match in any case, the last one counts, others are ignored. */
export const object = <F extends Fields>(fields: F): Reader<Read<F>> => {
  const names = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name as keyof F & string]));
  return (value, path) => {
    const read: Read<F> = {};
    for (const [given, item] of Object.entries(record(value, path))) {
      const name = names.get(given.toLowerCase());
      const reader = name === undefined ? undefined : fields[name];
      if (name === undefined || reader === undefined || item === null) continue;
      read[name] = reader(item, path === '' ? name : `${path}.${name}`) as Read<F>[typeof name];
    }
    return read;
  };
};

const numberOrString = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Stands for a number written with a fraction or an exponent: no whole number, and nothing else either. */
const notWhole = '[0.5]';

/** `JSON.parse` cannot tell `1e0` from `1`, but the protocol takes only the latter: marks the former. */
const markFractions = (text: string): string =>
  text.replace(numberOrString, (token) =>
    token.startsWith('"') || /^-?\d+$/.test(token) ? token : notWhole,
  );

/**
 * Parses the JSON of a request. An empty object and null are the same.
 *
 * @throws `GuestFault` invalid-json
 */
export const parseJson = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null) return {};
    return /\d[.eE]/.test(text) ? (JSON.parse(markFractions(text)) as unknown) : value;
  } catch (cause) {
    throw new GuestFault(hresults.invalidJson, 'the message is not JSON', { cause });
  }
};
