import { isDeepStrictEqual } from 'node:util';

/** Nothing if the two are equal, otherwise both in words. */
export const differenceBetween = (got, expected) =>
  isDeepStrictEqual(got, expected) ? undefined : `expected ${print(expected)}\ngot      ${print(got)}`;

const print = (value) => {
  const text =
    JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item)) ?? 'undefined';
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
};
