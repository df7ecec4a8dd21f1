import type { Integer64 } from '@uvmkit/hcs-schema';
import { roundUp64 } from '../options/integer64.js';

/** Bytes that one VPMem device spans. */
export const VPMEM_DEVICE_BYTES = 4_294_967_296;

/** The smallest region: class 0. */
const LEAST_REGION_BYTES = 1_048_576;
export const GREATEST_CLASS = 6;

const PAGE_BYTES = 4096;

/** Bytes rounded up to whole pages, modulo 2^64. */
export const pageAlign = (bytes: Integer64): Integer64 => roundUp64(bytes, PAGE_BYTES);

/**
 * The class of the smallest region that holds so many bytes: 0 for 1 MiB, each next one four times as large. Beyond
 * `GREATEST_CLASS` nothing does; size 0 has no region either, since the arithmetic is that of unsigned 64 bits.
 */
export const regionClass = (bytes: Integer64): number => {
  let rest = BigInt.asUintN(64, BigInt(bytes) - 1n) >> 20n;
  let found = 0;
  for (; rest > 0n; rest >>= 2n) found += 1;
  return found;
};

/** Bytes of a region of that class; `undefined` for a class that does not exist. */
export const regionBytes = (regionClass: number): number | undefined =>
  regionClass < 0 || regionClass > GREATEST_CLASS ? undefined : LEAST_REGION_BYTES * 4 ** regionClass;
