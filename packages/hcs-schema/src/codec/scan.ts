import { limits } from '../limits.js';

/** What a guard notes on its way through a value. */
export interface Scan {
  /** Refuses members that the schema does not know. */
  readonly strict: boolean;
  /** Objects and lists around the present value. */
  depth: number;
  /** Members seen so far; compared with the text to find members given twice. */
  members: number;
  /** Things seen so far that deserve a warning. */
  remarks: number;
}

export const strictScan = (): Scan => ({ strict: true, depth: 0, members: 0, remarks: 0 });
export const lenientScan = (): Scan => ({ strict: false, depth: 0, members: 0, remarks: 0 });

/** Enters an object or a list; false when it lies too deep. */
export const enter = (scan: Scan): boolean => ++scan.depth <= limits.depth;
