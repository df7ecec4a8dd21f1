import type { CpuSet } from '../host/cpu-list.js';

/** What a VM should have. */
export interface NumaWish {
  /** vCPUs, each of which gets a host CPU of its own. */
  readonly cpus: number;
  readonly memoryMib: number;
  /** Host nodes of the devices that the VM is given. */
  readonly near?: readonly number[];
  /** `prefer` (the default) takes a single node if one is large enough, `require` fails otherwise, `avoid` spreads anyway. */
  readonly oneNode?: 'prefer' | 'require' | 'avoid';
  /** Memory of a node is a multiple of this. The default is 2 MiB, as HCS has it. */
  readonly alignmentMib?: number;
}

/** One node of the guest, on one node of the host. */
export interface PlannedNode {
  readonly hostNode: number;
  /** vCPUs from this number on … */
  readonly firstVcpu: number;
  /** … one for each of these host CPUs. None where only the node's memory is needed. */
  readonly hostCpus: CpuSet;
  readonly memoryMib: number;
}

export type ReasonCode =
  | 'WISH'
  | 'UNKNOWN_NODE'
  | 'CPUS_OF_HOST'
  | 'MEMORY_OF_HOST'
  | 'MEMORY_OF_NODES'
  | 'ALIGNMENT'
  | 'ONE_NODE'
  | 'TOO_LARGE_FOR_ONE'
  | 'DEVICES'
  | 'LEFT_OUT'
  | 'SPREAD'
  | 'CPUS'
  | 'MEMORY';

/** Why something was chosen, or cannot be. */
export interface Reason {
  readonly code: ReasonCode;
  readonly says: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where a VM's vCPUs and memory go. */
export interface NumaPlan {
  readonly nodes: readonly PlannedNode[];
  /** Between the nodes of the plan: row by row, in their order. */
  readonly distances: readonly (readonly number[])[];
  readonly reasons: readonly Reason[];
}

export type NumaPlanResult =
  { readonly plan: NumaPlan } | { readonly plan: undefined; readonly impossible: readonly Reason[] };

export const reason = (
  code: ReasonCode,
  says: string,
  data: Readonly<Record<string, unknown>> = {},
): Reason => ({
  code,
  says,
  data,
});
