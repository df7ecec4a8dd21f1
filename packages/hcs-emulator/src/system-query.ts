import type { Properties, SystemQuery } from '@uvmkit/hcs-schema';

const oneOf = (wanted: readonly string[] | undefined, value: string | undefined, fold = false): boolean => {
  if (wanted === undefined || wanted.length === 0) return true;
  if (value === undefined) return false;
  return fold ? wanted.some((one) => one.toLowerCase() === value.toLowerCase()) : wanted.includes(value);
};

/** Whether a system is asked for: members of a field are alternatives, all fields hold, ids ignore case. */
export const matches = (query: SystemQuery, { Id, SystemType, Owner }: Properties): boolean =>
  oneOf(query.Ids, Id, true) &&
  oneOf(query.Names, Id, true) &&
  oneOf(query.Types, SystemType) &&
  oneOf(query.Owners, Owner);
