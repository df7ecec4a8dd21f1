import { writeJson } from '../print/write-json.js';
import type { Shape } from './shape.js';
import { scalar } from './scalar.js';

/** A whole number of at most 64 bits: a `number` up to 2^53 − 1, a `bigint` beyond, so that no digit is lost. */
export type Integer64 = number | bigint;

/** The one form in which these types hold a 64-bit value: a `number` where that is exact, otherwise a `bigint`. */
export const integer64 = (value: bigint): Integer64 =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

/** The values of one or several integer types, seen as one range. */
interface Range {
  readonly least: bigint;
  readonly greatest: bigint;
}

const signed = (bits: number): Range => ({
  least: -(2n ** BigInt(bits - 1)),
  greatest: 2n ** BigInt(bits - 1) - 1n,
});
const unsigned = (bits: number): Range => ({ least: 0n, greatest: 2n ** BigInt(bits) - 1n });

/** True for the bigints that no number stands for exactly. */
export const isLargeInteger = (value: unknown): value is bigint =>
  typeof value === 'bigint' && typeof integer64(value) === 'bigint';

/** True for numbers that are not whole, or whole and no greater than 2^53 − 1. */
export const isExactNumber = (value: unknown): value is number =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

const fitsBigint = (value: bigint, { least, greatest }: Range): boolean =>
  value >= least && value <= greatest && isLargeInteger(value);

const writeNumber: Shape<number>['write'] = (value, _compat, depth) =>
  Number.isFinite(value) ? String(value) : writeJson(value, depth);

const integerShape = <A extends Integer64>(range: Range): Shape<A> => {
  const least = Number(range.least);
  const greatest = Number(range.greatest);
  const expected = `a whole number from ${range.least} to ${range.greatest}`;
  const fitsNumber = (value: number): boolean =>
    Number.isSafeInteger(value) && value >= least && value <= greatest;
  return scalar({
    expected,
    accepts: (value) =>
      typeof value === 'number' ? fitsNumber(value) : typeof value === 'bigint' && fitsBigint(value, range),
    explain: (value, path, report) => {
      if (typeof value === 'bigint' && typeof integer64(value) === 'number')
        report.smallBigint(path, expected, value);
      else if (typeof value === 'bigint' || Number.isInteger(value)) report.outOfRange(path, expected, value);
      else report.wrongType(path, expected, value);
    },
    write: writeNumber,
    emptyText: '0',
    jsonSchema: { type: 'integer', minimum: integer64(range.least), maximum: integer64(range.greatest) },
  });
};

const union = (one: Range, other: Range): Range => ({
  least: one.least < other.least ? one.least : other.least,
  greatest: one.greatest > other.greatest ? one.greatest : other.greatest,
});

const ranges = {
  int32: signed(32),
  int64: signed(64),
  uint8: unsigned(8),
  uint16: unsigned(16),
  uint32: unsigned(32),
  uint64: unsigned(64),
};

export const int32 = integerShape<number>(ranges.int32);
export const int64 = integerShape<Integer64>(ranges.int64);
export const uint8 = integerShape<number>(ranges.uint8);
export const uint16 = integerShape<number>(ranges.uint16);
export const uint32 = integerShape<number>(ranges.uint32);
export const uint64 = integerShape<Integer64>(ranges.uint64);

/**
 * A member to which the reference client and the documentation give different integer types. Either side's values
 * are taken: the client's, since its documents exist, and the documented ones, since the service sends them.
 */
export const either = <Client extends IntegerType, Documented extends IntegerType>(
  client: Client,
  documented: Documented,
): Shape<IntegerOf<Client | Documented>> => integerShape(union(ranges[client], ranges[documented]));

type IntegerType = keyof typeof ranges;
type IntegerOf<Type extends IntegerType> =
  Extract<Type, 'int64' | 'uint64'> extends never ? number : Integer64;

/** A number that may have a fraction, no greater than 2^53 − 1. */
export const float64 = scalar<number>({
  expected: 'a number',
  accepts: isExactNumber,
  write: writeNumber,
  emptyText: '0',
  jsonSchema: { type: 'number', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
});
