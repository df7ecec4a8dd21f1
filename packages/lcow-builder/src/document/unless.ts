/** Absent instead of zero: HCS takes both for "not said". */
export const unlessZero = <T extends number | bigint>(value: T): T | undefined =>
  value === 0 || value === 0n ? undefined : value;

export const unlessEmpty = <T extends object>(dictionary: T): T | undefined =>
  Object.keys(dictionary).length === 0 ? undefined : dictionary;
