import { decode, type AnyCodec } from '@uvmkit/hcs-schema';
import { isUint64 } from '../options/integer64.js';

/** What values an option takes. */
export interface Kind {
  /** In words, as in "a whole number from 0 to 4". */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** Stands in for a wrong value while the other options are checked. */
  readonly fallback: unknown;
}

const MAX_INT32 = 2_147_483_647;
const MAX_UINT32 = 4_294_967_295;
const LAST_EVEN_UINT64 = 18_446_744_073_709_551_614n;

export const whole = (least: number, greatest: number): Kind => ({
  expected: `a whole number from ${least} to ${greatest}`,
  accepts: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= greatest,
  fallback: least,
});

export const int32 = whole(0, MAX_INT32);
export const positiveInt32 = whole(1, MAX_INT32);
export const uint32 = whole(0, MAX_UINT32);
export const uint16 = whole(0, 65_535);

export const uint64: Kind = {
  expected: 'a whole number from 0 to 18446744073709551615; a bigint beyond 9007199254740991',
  accepts: isUint64,
  fallback: 0,
};

/** Memory is rounded up to an even number, which must fit too. */
export const memorySize: Kind = {
  expected: `a whole number from 1 to ${LAST_EVEN_UINT64}`,
  accepts: (value) => isUint64(value) && value > 0 && value <= LAST_EVEN_UINT64,
  fallback: 2,
};

/** Half of a surrogate pair: it has no UTF-8 form, so no document can hold it. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

export const text: Kind = {
  expected: 'a text',
  accepts: (value) => typeof value === 'string' && !LONE_SURROGATE.test(value),
  fallback: '',
};

export const flag: Kind = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
  fallback: false,
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const isGuid = (value: unknown): boolean => typeof value === 'string' && GUID.test(value);

export const guidOrEmpty: Kind = {
  expected: "a GUID, or ''",
  accepts: (value) => value === '' || isGuid(value),
  fallback: '',
};

export const guidOrAbsent: Kind = {
  expected: 'a GUID, or undefined',
  accepts: (value) => value === undefined || isGuid(value),
  fallback: undefined,
};

export const flagOrAbsent: Kind = {
  expected: 'true, false or undefined',
  accepts: (value) => value === undefined || typeof value === 'boolean',
  fallback: undefined,
};

export const oneOf = (...values: readonly [string, ...string[]]): Kind => ({
  expected: values.map((value) => `'${value}'`).join(' or '),
  accepts: (value) => values.some((known) => known === value),
  fallback: values[0],
});

export const listOf = (entry: Kind): Kind => ({
  expected: `a list, each entry ${entry.expected}`,
  accepts: (value) => Array.isArray(value) && value.every(entry.accepts),
  fallback: [],
});

/** An object with these members. */
export const objectOf = (members: Readonly<Record<string, Kind>>): Kind => {
  const entries = Object.entries(members);
  return {
    expected: `an object with ${entries.map(([name, { expected }]) => `${name} (${expected})`).join(', ')}`,
    accepts: (value) =>
      isObject(value) &&
      entries.every(([name, kind]) => kind.accepts((value as Record<string, unknown>)[name])),
    fallback: undefined,
  };
};

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object whose names are GUIDs. */
export const byGuid = (entry: Kind): Kind => ({
  expected: `an object by GUID, each member ${entry.expected}`,
  accepts: (value) =>
    isObject(value) &&
    Object.entries(value as object).every(([name, member]) => isGuid(name) && entry.accepts(member)),
  fallback: {},
});

/** An object of the HCS schema, without members that the schema does not know. */
export const codecKind = (codec: AnyCodec): Kind => ({
  expected: `a ${codec.name} of the HCS schema`,
  accepts: (value) => isObject(value) && decode(codec, value).ok,
  fallback: undefined,
});
