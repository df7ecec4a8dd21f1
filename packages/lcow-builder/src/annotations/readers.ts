import type { GuestIsolationType, Integer64 } from '@uvmkit/hcs-schema';

/** Reads the text of an annotation; `undefined` when it cannot be read. */
export interface Reader<Value> {
  /** In words. */
  readonly expected: string;
  readonly read: (text: string) => Value | undefined;
}

const flags: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true])),
  ...Object.fromEntries(['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false])),
};

export const flagText: Reader<boolean> = {
  expected: 'true or false',
  read: (text) => (Object.hasOwn(flags, text) ? flags[text] : undefined),
};

const between =
  (least: bigint, greatest: bigint, pattern: RegExp) =>
  (text: string): bigint | undefined => {
    if (!pattern.test(text)) return undefined;
    const value = BigInt(text.replace('+', ''));
    return value >= least && value <= greatest ? value : undefined;
  };

const digits = /^[0-9]+$/u;
const signedDigits = /^[+-]?[0-9]+$/u;
const asNumber = (value: bigint | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

const readUint64 = between(0n, 2n ** 64n - 1n, digits);
const readUint32 = between(0n, 2n ** 32n - 1n, digits);
const readInt32 = between(-(2n ** 31n), 2n ** 31n - 1n, signedDigits);

export const uint64Text: Reader<Integer64> = {
  expected: 'a decimal number from 0 to 18446744073709551615',
  read: (text) => {
    const value = readUint64(text);
    return value !== undefined && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  },
};

export const uint32Text: Reader<number> = {
  expected: 'a decimal number from 0 to 4294967295',
  read: (text) => asNumber(readUint32(text)),
};

export const int32Text: Reader<number> = {
  expected: 'a decimal number from -2147483648 to 2147483647',
  read: (text) => asNumber(readInt32(text)),
};

export const anyText: Reader<string> = { expected: 'a text', read: (text) => text };

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

export const guidText: Reader<string> = {
  expected: 'a GUID',
  read: (text) => (GUID.test(text) ? text.toLowerCase() : undefined),
};

export const rootFsTypeText: Reader<'initrd' | 'vhd'> = {
  expected: "'initrd' or 'vhd'",
  read: (text) => (text === 'initrd' || text === 'vhd' ? text : undefined),
};

const isolations = {
  SecureNestedPaging: 'SecureNestedPaging',
  SNP: 'SecureNestedPaging',
  VirtualizationBasedSecurity: 'VirtualizationBasedSecurity',
  VBS: 'VirtualizationBasedSecurity',
  GuestStateOnly: 'GuestStateOnly',
} as const;

export const isolationText: Reader<GuestIsolationType> = {
  expected: Object.keys(isolations)
    .map((name) => `'${name}'`)
    .join(' or '),
  read: (text) => (Object.hasOwn(isolations, text) ? isolations[text as keyof typeof isolations] : undefined),
};

/** Entries between commas, without blanks. An empty text is an empty list. */
export const listText = <Value>({ expected, read }: Reader<Value>): Reader<readonly Value[]> => ({
  expected: `a list between commas, each entry ${expected}`,
  read: (text) => {
    const values = text === '' ? [] : text.split(',').map(read);
    return values.includes(undefined) ? undefined : (values as Value[]);
  },
});
