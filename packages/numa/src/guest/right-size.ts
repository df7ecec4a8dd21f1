import type { NodeCapacity } from '../host/node-capacity.js';
import { cpuBearing, hostNodesOf, type GuestNode } from './guest-node.js';

export interface RightSizeRequest {
  readonly nodes: readonly GuestNode[];
  readonly vcpus: number;
  readonly memoryMib: number;
  /** Host nodes of the devices that the VM is given. */
  readonly deviceNodes: readonly number[];
  /** What a host node has; unknown counts as nothing. If nothing at all is known, nothing is left out. */
  readonly capacityOf: (hostNode: number) => Pick<NodeCapacity, 'cpus' | 'memoryMib'> | undefined;
}

/**
 * Leaves out guest nodes that a VM does not need, where the nodes were derived from the host and not asked for.
 *
 * With devices: the nodes that hold one, if they have enough together. Without: the first node with CPUs alone, if every
 * node has enough. Otherwise all of them.
 */
export const rightSizeNodes = ({
  nodes,
  vcpus,
  memoryMib,
  deviceNodes,
  capacityOf,
}: RightSizeRequest): readonly GuestNode[] => {
  if (nodes.length < 2) return nodes;
  const capacity = (host: number): Pick<NodeCapacity, 'cpus' | 'memoryMib'> =>
    capacityOf(host) ?? { cpus: 0, memoryMib: 0 };

  if (deviceNodes.length > 0) {
    const devices = new Set(deviceNodes);
    const holding = nodes.filter((node) => hostNodesOf(node).some((host) => devices.has(host)));
    const hosts = Array.from(new Set(holding.flatMap(hostNodesOf)), capacity);
    const fits = sum(hosts, 'cpus') >= vcpus && sum(hosts, 'memoryMib') >= memoryMib;
    return holding.length > 0 && fits ? holding : nodes;
  }

  const candidates = cpuBearing(nodes);
  const kept = candidates.length > 0 ? candidates : nodes;
  if (kept.every((node) => hostNodesOf(node).every((host) => capacityOf(host) === undefined))) return kept;
  const each = kept.map((node) => hostNodesOf(node).map(capacity));
  const fits =
    Math.min(...each.map((hosts) => sum(hosts, 'cpus'))) >= vcpus &&
    Math.min(...each.map((hosts) => sum(hosts, 'memoryMib'))) >= memoryMib;
  return fits ? kept.slice(0, 1) : kept;
};

const sum = (
  capacities: readonly Pick<NodeCapacity, 'cpus' | 'memoryMib'>[],
  of: 'cpus' | 'memoryMib',
): number => capacities.reduce((total, one) => total + one[of], 0);
