import type { CpuSet } from './cpu-list.js';

/** Distance of a node to itself, as firmware tables have it. */
export const LOCAL_DISTANCE = 10;

/** Distance between two nodes of which the host says nothing. */
export const ASSUMED_DISTANCE = 20;

/** One NUMA node of a host. */
export interface HostNode {
  readonly id: number;
  readonly cpus: CpuSet;
  readonly memoryMib: number;
  /** To each node of the topology, in its order. */
  readonly distances: readonly number[];
}

/** The NUMA nodes of a host, by ascending number. The numbers may have gaps. */
export interface HostTopology {
  readonly nodes: readonly HostNode[];
}
