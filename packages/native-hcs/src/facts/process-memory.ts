import { integer64 } from '@uvmkit/hcs-schema';
import type { ProcessMemory } from './process-table.js';

/** Size of a PROCESS_MEMORY_COUNTERS on 64-bit Windows, and where its numbers are. */
const COUNTERS_BYTES = 72;
const PEAK_WORKING_SET_OFFSET = 8;
const WORKING_SET_OFFSET = 16;
const PAGEFILE_OFFSET = 56;

/** A PROCESS_MEMORY_COUNTERS to be filled. */
export const memoryCountersBuffer = (): Buffer => {
  const counters = Buffer.alloc(COUNTERS_BYTES);
  counters.writeUInt32LE(COUNTERS_BYTES);
  return counters;
};

export const decodeMemoryCounters = (counters: Buffer): ProcessMemory => {
  const at = (offset: number): number | bigint => integer64(counters.readBigUInt64LE(offset));
  return {
    workingSetBytes: at(WORKING_SET_OFFSET),
    peakWorkingSetBytes: at(PEAK_WORKING_SET_OFFSET),
    pagefileBytes: at(PAGEFILE_OFFSET),
  };
};
