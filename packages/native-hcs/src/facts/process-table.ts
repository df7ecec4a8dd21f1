import type { ProcessEntry } from './process-entry.js';

/** Whose token a process has. */
export interface Account {
  readonly domain: string;
  readonly name: string;
}

/** The processes of this machine: what is needed to find a VM's among them. */
export interface ProcessTable {
  processes(): Promise<readonly ProcessEntry[]>;
  /** @throws UVM_NATIVE_CALL_FAILED for a process that is gone or may not be looked at */
  accountOf(pid: number): Promise<Account>;
  /** @throws UVM_NATIVE_CALL_FAILED for a process that is gone or may not be looked at */
  memoryOf(pid: number): Promise<ProcessMemory>;
}

/** Memory of a process, in bytes. Numbers above 2^53 − 1 are bigints, so that no digit is lost. */
export interface ProcessMemory {
  readonly workingSetBytes: number | bigint;
  readonly peakWorkingSetBytes: number | bigint;
  /** What of the page file stands behind it. */
  readonly pagefileBytes: number | bigint;
}
