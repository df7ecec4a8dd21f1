import {
  deviceNodes,
  expanderArguments,
  guestNodeByHostNode,
  guestTopology,
  isBound,
  memoryArguments,
  memoryBackend,
  nodeCapacity,
  placePcieDevices,
  rightSizeNodes,
  rootPortArguments,
  smpArguments,
  smpOf,
} from '@uvmkit/numa';
import { differenceBetween } from '../../lib/difference.mjs';
import { hostErrorText } from '../../lib/numa-host-error-text.mjs';
import { groupsOf, namedNodes, nodesOf, sysfsOf } from '../../lib/sysfs-case.mjs';

export const run = ({ input, expect }) => {
  const operation = OPERATIONS[input.op];
  if (!operation) return `unknown operation ${input.op}`;
  return differenceBetween(ordered(operation(input)), ordered(expect));
};

/** Groups come in no particular order. */
const ordered = (result) =>
  result.groupsUnordered ? { ...result, groupsUnordered: result.groupsUnordered.map(String).sort() } : result;

const namedSmp = ({ cpus, cores, maxCpus, sockets, threads }) => ({
  CPUs: cpus,
  Cores: cores,
  MaxCPUs: maxCpus,
  Sockets: sockets,
  Threads: threads,
});

const capacityFrom = (sysfs) => (node) => {
  try {
    return nodeCapacity(node, sysfsOf(sysfs));
  } catch {
    return undefined;
  }
};

const rightSized = ({ config, sysfs, vfio }) => {
  const nodes = nodesOf(config.GuestNUMANodes);
  const near = deviceNodes(groupsOf(vfio));
  const kept =
    (config.NUMAMapping ?? []).length > 0
      ? nodes
      : rightSizeNodes({
          nodes,
          vcpus: config.DefaultMaxVCPUs ?? 0,
          memoryMib: config.MemorySize ?? 0,
          deviceNodes: near,
          capacityOf: capacityFrom(sysfs),
        });
  return { GuestNUMANodes: namedNodes(kept), vfioHostSet: near };
};

const topologyErrorText = (error) => {
  const { code, data } = error;
  switch (code) {
    case 'UVM_NUMA_MEMORY_SPLIT':
      return `MemorySize (${data.totalMib} MiB) cannot be evenly distributed across ${data.nodes} NUMA nodes with ${data.alignmentMib} MiB alignment`;
    case 'UVM_NUMA_HUGE_PAGES':
      return `failed to determine huge page size for NUMA memory alignment: ${
        data.blockSize === undefined
          ? `statfs "${data.path}": no such file or directory`
          : `hugepage mount "${data.path}" reported unexpected block size ${data.blockSize}`
      }`;
    default:
      return `failed to distribute vCPUs across NUMA nodes: ${hostErrorText(error)}`;
  }
};

const MIB = 1_048_576;

/** The block size that a fake mount reports: a folder that is no huge page mount has ordinary blocks. */
const blockSizeOf = (mount) =>
  mount === undefined || mount === 'absent' ? undefined : mount.pageSizeMiB ? mount.pageSizeMiB * MIB : 4096;

const built = ({ config, env, sysfs, vfioHostSet }) => {
  const nodes = nodesOf(config.GuestNUMANodes);
  const vcpus = Math.ceil(config.NumVCPUsF ?? 0);
  const memoryMib = config.MemorySize ?? 0;
  const confidential = config.ConfidentialGuest ?? false;
  const size = { vcpus, maxVcpus: config.DefaultMaxVCPUs ?? 0, confidential };
  const asked = { hugePages: config.HugePages ?? false, sharedFs: config.SharedFS ?? '' };
  const host = {
    blockSize: (path) => blockSizeOf(env[path]),
    exists: (path) => env[path] !== undefined && env[path] !== 'absent',
  };
  try {
    const fullSmp = smpOf({ ...size, nodes: nodes.length });
    const backend = memoryBackend(asked, host);
    const topology = guestTopology(
      { nodes, vcpus, smp: fullSmp, memoryMib, confidential, backend, deviceNodes: vfioHostSet },
      sysfsOf(sysfs),
    );
    // A flat guest learns of its file sharing later too.
    const standing = topology ? backend : memoryBackend({ ...asked, sharedFs: '' }, host);
    const smp = topology ? fullSmp : smpOf({ ...size, nodes: 0 });
    // Whether memory is shared is decided after this step, and seen in the records of whole command lines.
    const options = { shared: false, preallocated: config.MemPrealloc ?? false };
    return {
      dists: (topology?.distances ?? []).map(({ from, to, distance }) => ({
        Dst: to,
        Src: from,
        Val: distance,
      })),
      nodes: (topology?.nodes ?? []).map((node, NodeID) => ({
        CPUs: node.vcpus ? node.vcpus.join('-') : '',
        HostNodes: node.hostNodes,
        MemBackendPath: backend.path,
        MemBackendType: backend.type,
        MemSize: `${node.memoryMib}M`,
        NodeID,
      })),
      qemuArgs: [
        '-m',
        `${memoryMib}M`,
        ...memoryArguments(memoryMib, topology, standing, options),
        ...smpArguments(smp),
      ],
      skipped: topology === undefined,
      smp: namedSmp(smp),
    };
  } catch (error) {
    return { error: topologyErrorText(error) };
  }
};

const placed = ({ GuestNUMANodes, VFIODevices, totalPorts, vfio }) => {
  const groups = groupsOf(vfio, VFIODevices);
  const { expanders, attachments } = placePcieDevices(nodesOf(GuestNUMANodes), groups);
  return {
    attachOrder: attachments.map(({ device, id, hostNode, bus }) => ({
      BDF: device.bdf,
      Bus: bus,
      ID: id,
      IsPCIe: device.isPcie,
      NUMANode: hostNode,
    })),
    groupsUnordered: expanders.map(expanderArguments),
    plainArgs: expanders.length > 0 ? [] : rootPortArguments(totalPorts),
    rootPortsByHostNode: Object.fromEntries(
      expanders.map(({ hostNode, ports }) => [hostNode, ports.map(({ id }) => id)]),
    ),
  };
};

const OPERATIONS = {
  cpuTopology: ({ vcpus, maxvcpus, numNUMANodes, confidentialGuest }) => ({
    smp: namedSmp(smpOf({ vcpus, maxVcpus: maxvcpus, nodes: numNUMANodes, confidential: confidentialGuest })),
  }),
  buildCoveredHostNodes: ({ nodes }) => ({
    hostToGuest: Object.fromEntries(guestNodeByHostNode(nodesOf(nodes))),
    numaPlacementActive: isBound(nodesOf(nodes)),
  }),
  selectNUMANodes: ({ hostCapacity, memMB, nodes, vcpus, vfioHostSet }) => ({
    nodes: namedNodes(
      rightSizeNodes({
        nodes: nodesOf(nodes),
        vcpus,
        memoryMib: memMB,
        deviceNodes: vfioHostSet,
        capacityOf: (node) =>
          hostCapacity[node] && { cpus: hostCapacity[node].cpus, memoryMib: hostCapacity[node].memMB },
      }),
    ),
  }),
  maybeRightSizeAutoNUMA: rightSized,
  buildNUMATopology: built,
  createNUMAPCIeTopology: placed,
};
