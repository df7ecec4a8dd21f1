import { errors } from '../errors.js';
import type { ReadSysfs } from '../host/sysfs.js';
import { distributeVcpus } from './distribute-vcpus.js';
import { guestNodeByHostNode, type GuestNode } from './guest-node.js';
import type { MemoryBackend } from './memory-backend.js';
import { nodeDistances, type NodeDistance } from './node-distances.js';
import type { Smp } from './smp.js';

export interface GuestTopologyRequest {
  readonly nodes: readonly GuestNode[];
  /** vCPUs at boot. */
  readonly vcpus: number;
  readonly smp: Smp;
  readonly memoryMib: number;
  readonly confidential: boolean;
  readonly backend: MemoryBackend;
  /** Host nodes of the devices that the VM is given. */
  readonly deviceNodes: readonly number[];
}

export interface TopologyNode {
  /** First and last vCPU; undefined for a node without any. */
  readonly vcpus: readonly [first: number, last: number] | undefined;
  readonly memoryMib: number;
  /** Host nodes to take the memory from, as a list. Empty for any. */
  readonly hostNodes: string;
}

export interface GuestTopology {
  readonly nodes: readonly TopologyNode[];
  readonly distances: readonly NodeDistance[];
}

/**
 * Lays out vCPUs and memory over guest nodes. Undefined where the guest stays flat: a single node that is bound to nothing,
 * or fewer vCPUs than nodes. In the latter case devices on several nodes still get the nodes, with all vCPUs on the first.
 *
 * @throws UVM_NUMA_DISTRIBUTION, UVM_NUMA_LIST, UVM_NUMA_MEMORY_SPLIT
 */
export const guestTopology = (request: GuestTopologyRequest, read: ReadSysfs): GuestTopology | undefined => {
  const { nodes, vcpus, memoryMib, backend } = request;
  if (nodes.length === 0 || (nodes.length === 1 && nodes[0]?.hostNodes === '')) return undefined;

  const tooFew = vcpus < nodes.length;
  if (tooFew && !spansNodes(request)) return undefined;
  const counts = tooFew
    ? [vcpus, ...nodes.slice(1).map(() => 0)]
    : distributeVcpus(nodes, mappedVcpus(request));
  const memory = splitMemory(memoryMib, tooFew ? nodes.map(() => 1) : counts, backend.alignmentMib);
  let next = 0;
  return {
    nodes: nodes.map(({ hostNodes }, i) => {
      const first = next;
      next += counts[i] ?? 0;
      return { vcpus: next > first ? [first, next - 1] : undefined, memoryMib: memory[i] ?? 0, hostNodes };
    }),
    distances: nodeDistances(nodes, read),
  };
};

/** Whether the devices are near more than one guest node. */
const spansNodes = ({ nodes, deviceNodes }: GuestTopologyRequest): boolean => {
  const guests = guestNodeByHostNode(nodes);
  const touched = new Set(deviceNodes.map((host) => guests.get(host)).filter((guest) => guest !== undefined));
  return touched.size > 1;
};

/** A guest that can grow maps all CPUs that it may ever have. */
const mappedVcpus = ({ nodes, vcpus, smp, confidential }: GuestTopologyRequest): number =>
  confidential || nodes.length === 1 ? vcpus : smp.maxCpus;

/**
 * Splits memory by weights into multiples of an alignment, at least one each; the last node gets what remains.
 *
 * @throws UVM_NUMA_MEMORY_SPLIT if that is no multiple, or nothing
 */
export const splitMemory = (totalMib: number, weights: readonly number[], alignmentMib: number): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) =>
    Math.max(alignmentMib, Math.floor((totalMib * weight) / sum / alignmentMib) * alignmentMib),
  );
  const remainder = totalMib - parts.reduce((a, b) => a + b, 0);
  const last = parts.length - 1;
  if (remainder < 0 || remainder % alignmentMib !== 0) {
    throw errors.UVM_NUMA_MEMORY_SPLIT(
      `It is ${totalMib} MiB for ${weights.length} nodes in steps of ${alignmentMib} MiB.`,
      { totalMib, nodes: weights.length, alignmentMib },
    );
  }
  parts[last] = (parts[last] ?? 0) + remainder;
  return parts;
};
