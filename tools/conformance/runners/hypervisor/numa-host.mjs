import {
  cpuBearing,
  distributeVcpus,
  formatCpuList,
  guestMemoryNodes,
  guestNodes,
  nodeCapacity,
  nodeDistances,
  nodesWithCpus,
  parseNumberRanges,
  pinVcpus,
} from '@uvmkit/numa';
import { differenceBetween } from '../../lib/difference.mjs';
import { hostErrorText } from '../../lib/numa-host-error-text.mjs';
import { namedNodes, nodesOf, sysfsOf } from '../../lib/sysfs-case.mjs';

export const run = ({ input, expect }) => {
  const operation = OPERATIONS[input.op];
  if (!operation) return `unknown operation ${input.op}`;
  return differenceBetween(operation(input), withoutOrder(expect));
};

/** Our results have an order where the reference's have none. */
const withoutOrder = ({ orderUndefined: _, ...expect }) => expect;

/** The result, or the reference's words for what was thrown. */
const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return { error: hostErrorText(error) };
  }
};

const listed = (text) => {
  const elements = [...new Set(parseNumberRanges(text).flatMap(numbersOf))].sort((a, b) => (a < b ? -1 : 1));
  return {
    elements: elements.map((element) =>
      element > Number.MAX_SAFE_INTEGER ? String(element) : Number(element),
    ),
    size: elements.length,
    string:
      elements.at(-1) > Number.MAX_SAFE_INTEGER ? elements.join(',') : formatCpuList(elements.map(Number)),
  };
};

const numbersOf = ({ first, last }) => {
  const numbers = [];
  for (let number = first; number <= last; number++) numbers.push(number);
  return numbers;
};

const capacities = ({ nodeIDs, sysfs }) => {
  const found = [];
  for (const node of nodeIDs ?? []) {
    try {
      const { cpus, memoryMib } = nodeCapacity(node, sysfsOf(sysfs));
      found.push({ CPUs: cpus, MemMB: memoryMib, NodeID: node });
    } catch (error) {
      const text =
        error.code === 'UVM_NUMA_LIST'
          ? `parse host node ${node} cpulist ${JSON.stringify(error.data.text)}: ${hostErrorText(error)}`
          : hostErrorText(error);
      return { capacities: found, error: `read host NUMA node ${node} capacity: ${text}` };
    }
  }
  return { capacities: found };
};

/** Pins threads as a back end does: all or none. */
const pinning = ({
  NumVCPUsF,
  nodes,
  sandboxCPUSet,
  vcpuThreads,
  failingThreads,
  enabled,
  pinningOnBefore,
}) => {
  const setAffinity = [];
  if (!enabled) return { pinningOnAfter: pinningOnBefore, setAffinity };
  const set = (tid, cpus) => {
    setAffinity.push({ cpus, tid });
    return !failingThreads.includes(tid);
  };
  let plan;
  try {
    plan = pinVcpus({
      vcpus: NumVCPUsF,
      nodes: nodesOf(nodes),
      allowedCpus: sandboxCPUSet,
      threads: Object.keys(vcpuThreads).map(Number),
    });
  } catch (error) {
    return {
      error: `failed to parse CPUSet string: ${hostErrorText(error)}`,
      pinningOnAfter: false,
      setAffinity,
    };
  }
  if (plan.pins.every(({ vcpu, cpu }) => set(vcpuThreads[vcpu], [cpu]))) {
    return { pinningOnAfter: plan.pins.length > 0, setAffinity };
  }
  const stuck = Object.values(vcpuThreads).find((tid) => !set(tid, [...plan.unpinned]));
  return {
    ...(stuck !== undefined && {
      error: `failed to reset vcpu thread ${stuck} affinity: operation not permitted`,
    }),
    pinningOnAfter: false,
    setAffinity,
  };
};

const OPERATIONS = {
  'cpuset.Parse': ({ s }) => attempt(() => listed(s)),
  GetGuestNUMANodes: ({ numaMapping, sysfs }) =>
    attempt(() => ({ nodes: namedNodes(guestNodes(numaMapping ?? [], sysfsOf(sysfs))) })),
  FilterCPUBearingNUMANodes: ({ nodes }) => ({ nodes: namedNodes(cpuBearing(nodesOf(nodes))) }),
  FilterNUMANodesByCPUSet: ({ nodes, sandboxCPUs }) => ({
    nodes: namedNodes(nodesWithCpus(nodesOf(nodes), sandboxCPUs)),
  }),
  GetHostNUMADistances: ({ nodes, sysfs }) => ({
    distances: nodeDistances(nodesOf(nodes), sysfsOf(sysfs)).map(({ from, to, distance }) => ({
      dst: to,
      src: from,
      val: distance,
    })),
  }),
  GetHostNUMANodeCapacities: capacities,
  DistributeVCPUsProportionally: ({ nodes, totalVCPUs }) =>
    attempt(() => ({ perNode: distributeVcpus(nodesOf(nodes), totalVCPUs) })),
  translateHostMemsToGuest: ({ nodes, hostMems }) => ({
    guestMems: formatCpuList(guestMemoryNodes(hostMems, nodesOf(nodes))),
  }),
  checkVCPUsPinning: pinning,
};
