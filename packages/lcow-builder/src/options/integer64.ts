import type { Integer64 } from '@uvmkit/hcs-schema';

const two64 = 18_446_744_073_709_551_616n;

/** The value modulo 2^64, as the reference's unsigned arithmetic has it: a `number` where exact, else a `bigint`. */
export const wrap64 = (value: Integer64): Integer64 => {
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  const wrapped = BigInt.asUintN(64, BigInt(value));
  return wrapped <= Number.MAX_SAFE_INTEGER ? Number(wrapped) : wrapped;
};

/** Rounded up to a multiple of `step`, a power of two, modulo 2^64. */
export const roundUp64 = (value: Integer64, step: number): Integer64 => {
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER - step) {
    const over = value % step;
    return over === 0 ? value : value + step - over;
  }
  const exact = BigInt(value);
  const width = BigInt(step);
  return wrap64(((exact + width - 1n) / width) * width);
};

export const isUint64 = (value: unknown): value is Integer64 =>
  typeof value === 'bigint'
    ? value >= 0n && value < two64
    : Number.isSafeInteger(value) && (value as number) >= 0;
