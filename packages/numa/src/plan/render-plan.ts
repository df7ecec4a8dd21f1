import { memoryArguments, smpArguments, type BackendOptions } from '../guest/qemu-arguments.js';
import type { MemoryBackend } from '../guest/memory-backend.js';
import {
  prepareVNumaTopology,
  type PreparedVNuma,
  type PrepareVNumaOptions,
} from '../hcs/prepare-vnuma-topology.js';
import type { NumaPlan } from './numa-plan.js';

/** A plan as the virtual NUMA part of an HCS document: one virtual node, and one socket, for each node of the plan. */
export const planToHcs = ({ nodes }: NumaPlan, options: PrepareVNumaOptions): PreparedVNuma =>
  prepareVNumaTopology(
    {
      mappedPhysicalNodes: nodes.map(({ hostNode }) => hostNode),
      processorCounts: nodes.map(({ hostCpus }) => hostCpus.length),
      memoryBlockCounts: nodes.map(({ memoryMib }) => memoryMib),
    },
    options,
  );

const ANONYMOUS: MemoryBackend = { type: 'memory-backend-ram', path: '', alignmentMib: 1, shared: false };

/** How QEMU gets the memory of a plan. */
export interface PlanToQemuOptions {
  readonly backend?: MemoryBackend;
  readonly options?: BackendOptions;
}

/** A plan as arguments of QEMU: memory size, backends bound to host nodes, guest nodes, distances and CPUs. */
export const planToQemu = (
  { nodes, distances }: NumaPlan,
  { backend = ANONYMOUS, options = { shared: backend.shared, preallocated: false } }: PlanToQemuOptions = {},
): string[] => {
  const memoryMib = nodes.reduce((sum, node) => sum + node.memoryMib, 0);
  const cpus = nodes.reduce((sum, { hostCpus }) => sum + hostCpus.length, 0);
  const topology = {
    nodes: nodes.map(({ hostNode, firstVcpu, hostCpus, memoryMib: sizeMib }) => ({
      vcpus: hostCpus.length > 0 ? ([firstVcpu, firstVcpu + hostCpus.length - 1] as const) : undefined,
      memoryMib: sizeMib,
      hostNodes: String(hostNode),
    })),
    distances: distances.flatMap((row, from) =>
      row.flatMap((distance, to) => (to === from ? [] : [{ from, to, distance }])),
    ),
  };
  return [
    '-m',
    `${memoryMib}M`,
    ...memoryArguments(memoryMib, topology, backend, options),
    // Nodes may have different numbers of vCPUs, which sockets of several cores could not express.
    ...smpArguments({ cpus, cores: 1, threads: 1, sockets: cpus, maxCpus: cpus }),
  ];
};

/** Which host CPU each vCPU of a plan is pinned to, by vCPU number. */
export const planToPins = ({ nodes }: NumaPlan): number[] => nodes.flatMap(({ hostCpus }) => hostCpus);
