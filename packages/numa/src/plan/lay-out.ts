import { ASSUMED_DISTANCE, type HostNode, type HostTopology } from '../host/host-topology.js';
import { fairShares } from './fair-shares.js';
import { DEFAULT_ALIGNMENT_MIB, usableMemory } from './impossible.js';
import { reason, type NumaPlan, type NumaWish, type Reason } from './numa-plan.js';

/** Puts vCPUs and memory on the chosen nodes. They are known to have enough together. */
export const layOut = (
  host: HostTopology,
  nodes: readonly HostNode[],
  wish: NumaWish,
  reasons: readonly Reason[],
): NumaPlan => {
  const counts = fairShares(
    wish.cpus,
    nodes.map(({ cpus }) => cpus.length),
  );
  const memory = memoryOf(nodes, counts, wish);
  const positions = nodes.map((node) => host.nodes.indexOf(node));
  let next = 0;
  return {
    nodes: nodes.map(({ id, cpus }, i) => {
      const firstVcpu = next;
      next += counts[i] ?? 0;
      return { hostNode: id, firstVcpu, hostCpus: cpus.slice(0, counts[i]), memoryMib: memory[i] ?? 0 };
    }),
    distances: nodes.map(({ distances }) =>
      positions.map((position) => distances[position] ?? ASSUMED_DISTANCE),
    ),
    reasons: [...reasons, ...shareReasons(nodes, counts, memory)],
  };
};

/** Memory in proportion to vCPUs; what a node has not goes to those that have more. */
const memoryOf = (nodes: readonly HostNode[], counts: readonly number[], wish: NumaWish): number[] => {
  const { cpus, memoryMib, alignmentMib: step = DEFAULT_ALIGNMENT_MIB } = wish;
  const room = nodes.map((node) => usableMemory(node.memoryMib, wish));
  const parts = counts.map((count, i) =>
    Math.min(room[i] ?? 0, Math.max(step, Math.floor((memoryMib * count) / cpus / step) * step)),
  );
  let left = memoryMib - parts.reduce((sum, part) => sum + part, 0);
  for (const [i, part] of parts.entries()) {
    const moved = left > 0 ? Math.min(left, (room[i] ?? 0) - part) : Math.max(left, step - part);
    parts[i] = part + moved;
    left -= moved;
  }
  return parts;
};

const shareReasons = (
  nodes: readonly HostNode[],
  counts: readonly number[],
  memory: readonly number[],
): Reason[] => {
  if (nodes.length === 1) return [];
  const ids = nodes.map(({ id }) => id);
  return [
    reason('CPUS', `vCPUs go to nodes ${ids.join(', ')} in proportion to their CPUs: ${counts.join(', ')}.`, {
      nodes: ids,
      vcpus: counts,
    }),
    reason('MEMORY', `Memory goes with the vCPUs, as far as the nodes have it: ${memory.join(', ')} MiB.`, {
      nodes: ids,
      memoryMib: memory,
    }),
  ];
};
