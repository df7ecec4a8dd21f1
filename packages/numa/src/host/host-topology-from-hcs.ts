import type { ProcessorTopology } from '@uvmkit/hcs-schema';
import { ASSUMED_DISTANCE, LOCAL_DISTANCE, type HostTopology } from './host-topology.js';

/**
 * The NUMA nodes of a Windows host, from the answer of HCS to a query for `ProcessorTopology`. HCS says nothing about
 * distances, and the memory of nodes comes from elsewhere.
 *
 * @param memoryMib memory of each node by its number; a node that is not in it has none
 */
export const hostTopologyFromHcs = (
  { LogicalProcessors = [] }: ProcessorTopology,
  memoryMib: ReadonlyMap<number, number>,
): HostTopology => {
  const cpus = new Map<number, number[]>(Array.from(memoryMib.keys(), (id) => [id, []]));
  LogicalProcessors.forEach(({ LpIndex = 0, NodeNumber = 0 }) => {
    const node = cpus.get(NodeNumber) ?? [];
    cpus.set(NodeNumber, node);
    // Zeros may be left out of the answer.
    node.push(LpIndex);
  });
  const ids = Array.from(cpus.keys()).sort((a, b) => a - b);
  return {
    nodes: ids.map((id) => ({
      id,
      cpus: (cpus.get(id) ?? []).sort((a, b) => a - b),
      memoryMib: memoryMib.get(id) ?? 0,
      distances: ids.map((other) => (other === id ? LOCAL_DISTANCE : ASSUMED_DISTANCE)),
    })),
  };
};
