import type { HostNode, HostTopology } from '../host/host-topology.js';
import { reason, type NumaWish, type Reason } from './numa-plan.js';

export const DEFAULT_ALIGNMENT_MIB = 2;

/** Whether a node alone has what is wished. */
export const isEnough = ({ cpus, memoryMib }: HostNode, wish: NumaWish): boolean =>
  cpus.length >= wish.cpus && usableMemory(memoryMib, wish) >= wish.memoryMib;

/** Memory that can be given in whole steps. */
export const usableMemory = (memoryMib: number, { alignmentMib = DEFAULT_ALIGNMENT_MIB }: NumaWish): number =>
  memoryMib - (memoryMib % alignmentMib);

/** Nodes that can be part of a plan: they have a CPU and a step of memory. */
export const usableNodes = ({ nodes }: HostTopology, wish: NumaWish): HostNode[] =>
  nodes.filter(({ cpus, memoryMib }) => cpus.length > 0 && usableMemory(memoryMib, wish) > 0);

/** Every reason why a wish cannot be met; none if it can. */
export const impossibleReasons = (host: HostTopology, wish: NumaWish): Reason[] => {
  const ofWish = Array.from(wishReasons(wish));
  return ofWish.length > 0 ? ofWish : Array.from(hostReasons(host, wish));
};

function* wishReasons({
  cpus,
  memoryMib,
  alignmentMib = DEFAULT_ALIGNMENT_MIB,
}: NumaWish): Generator<Reason> {
  for (const [name, value] of Object.entries({ cpus, memoryMib, alignmentMib })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      yield reason('WISH', `${name} is ${value}, and must be a whole number of at least 1.`, { name, value });
    }
  }
  if (memoryMib % alignmentMib > 0) {
    yield reason('ALIGNMENT', `${memoryMib} MiB is no multiple of ${alignmentMib} MiB.`, {
      memoryMib,
      alignmentMib,
    });
  }
}

function* hostReasons(host: HostTopology, wish: NumaWish): Generator<Reason> {
  const known = new Set(host.nodes.map(({ id }) => id));
  for (const node of wish.near ?? []) {
    if (!known.has(node))
      yield reason('UNKNOWN_NODE', `A device is near node ${node}, which the host has not.`, { node });
  }
  const usable = usableNodes(host, wish);
  const cpus = usable.reduce((sum, node) => sum + node.cpus.length, 0);
  const memoryMib = usable.reduce((sum, node) => sum + usableMemory(node.memoryMib, wish), 0);
  if (cpus < wish.cpus) {
    yield reason(
      'CPUS_OF_HOST',
      `${wish.cpus} vCPUs are wished, and the host has ${cpus} CPUs on nodes with memory.`,
      {
        wished: wish.cpus,
        available: cpus,
      },
    );
  }
  if (memoryMib < wish.memoryMib) {
    yield reason(
      'MEMORY_OF_HOST',
      `${wish.memoryMib} MiB are wished, and the host has ${memoryMib} MiB on nodes with CPUs.`,
      { wished: wish.memoryMib, available: memoryMib },
    );
  }
  if (wish.oneNode === 'require' && !usable.some((node) => isEnough(node, wish))) {
    yield reason(
      'TOO_LARGE_FOR_ONE',
      'One node is required, and none has enough CPUs and memory.',
      largest(usable),
    );
  }
}

const largest = (nodes: readonly HostNode[]): { readonly cpus: number; readonly memoryMib: number } => ({
  cpus: Math.max(0, ...nodes.map(({ cpus }) => cpus.length)),
  memoryMib: Math.max(0, ...nodes.map(({ memoryMib }) => memoryMib)),
});

/** The reason why the nodes that a plan needs cannot each have memory, if so. */
export const tooManyNodes = (
  nodes: readonly HostNode[],
  { memoryMib, alignmentMib = DEFAULT_ALIGNMENT_MIB }: NumaWish,
): Reason | undefined =>
  memoryMib < nodes.length * alignmentMib
    ? reason(
        'MEMORY_OF_NODES',
        `${nodes.length} nodes are needed, and ${memoryMib} MiB do not give each of them ${alignmentMib} MiB.`,
        { nodes: nodes.length, memoryMib, alignmentMib },
      )
    : undefined;
