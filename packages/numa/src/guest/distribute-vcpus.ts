import { errors } from '../errors.js';
import { parseCpuList, type CpuSet } from '../host/cpu-list.js';
import type { GuestNode } from './guest-node.js';

/**
 * Spreads vCPUs over guest nodes in proportion to the host CPUs behind them; every node gets at least one.
 *
 * @throws UVM_NUMA_DISTRIBUTION if there are fewer vCPUs than nodes, or nodes without CPUs
 * @throws UVM_NUMA_LIST with the `node` whose CPUs are no list
 */
export const distributeVcpus = (nodes: readonly GuestNode[], vcpus: number): number[] => {
  if (nodes.length === 0) throw errors.UVM_NUMA_DISTRIBUTION('There are no nodes.', { vcpus, nodes: 0 });
  if (vcpus < nodes.length) {
    const counts = { vcpus, nodes: nodes.length };
    throw errors.UVM_NUMA_DISTRIBUTION(`There are ${vcpus} vCPUs for ${nodes.length} nodes.`, counts);
  }
  return shares(vcpus, nodes.map(cpusOf));
};

const cpusOf = (guest: GuestNode, node: number): number => {
  const cpus = listedCpus(guest, node).length;
  if (cpus === 0) throw errors.UVM_NUMA_DISTRIBUTION(`Node ${node} has no CPUs.`, { node });
  return cpus;
};

const listedCpus = ({ hostCpus }: GuestNode, node: number): CpuSet => {
  try {
    return parseCpuList(hostCpus);
  } catch (cause) {
    throw errors.UVM_NUMA_LIST(`It is in the CPUs of node ${node}.`, { node, text: hostCpus }, { cause });
  }
};

/**
 * Splits a whole number by weights: the floors of the exact shares, but at least 1; what is left goes one by one to the
 * largest weight, which loses one each time; what is too much is taken from the largest share.
 */
export const shares = (total: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) => Math.max(1, sum === 0 ? 1 : Math.floor((total * weight) / sum)));
  const remaining = [...weights];
  let left = total - parts.reduce((a, b) => a + b, 0);
  for (; left > 0; left--) {
    const largest = indexOfLargest(remaining);
    parts[largest] = (parts[largest] ?? 0) + 1;
    remaining[largest] = (remaining[largest] ?? 0) - 1;
  }
  for (; left < 0; left++) {
    const largest = indexOfLargest(parts);
    parts[largest] = (parts[largest] ?? 0) - 1;
  }
  return parts;
};

/** The lowest index of the largest number. */
const indexOfLargest = (numbers: readonly number[]): number => numbers.indexOf(Math.max(...numbers));
