import { UvmError } from '@uvmkit/vmutils';
import {
  cpuBearing,
  deviceNodes,
  distributeVcpus,
  expanderArguments,
  formatCpuList,
  guestMemoryNodes,
  guestNodeByHostNode,
  guestNodes,
  guestTopology,
  isBound,
  memoryArguments,
  memoryBackend,
  nodeCapacity,
  nodeDistances,
  nodesWithCpus,
  parseCpuList,
  parseNumaMapping,
  parseNumberRanges,
  pinVcpus,
  placePcieDevices,
  rightSizeNodes,
  rootPortArguments,
  smpArguments,
  smpOf,
  type DeviceGroup,
  type GuestNode,
  type ReadSysfs,
  type Smp,
} from '../src/index.js';
import { cases } from './fixture.js';

/** Members that the operations of the recorded cases take. */
interface Input {
  readonly op: string;
  readonly s: string;
  readonly numaMapping: string[] | null;
  readonly sysfs: Record<string, string> | null;
  readonly nodes: NamedNode[] | null;
  readonly GuestNUMANodes: NamedNode[] | null;
  readonly sandboxCPUs: string;
  readonly nodeIDs: number[] | null;
  readonly totalVCPUs: number;
  readonly hostMems: string;
  readonly NumVCPUsF: number;
  readonly enabled: boolean;
  readonly sandboxCPUSet: string;
  readonly vcpuThreads: Record<string, number>;
  readonly vcpus: number;
  readonly maxvcpus: number;
  readonly numNUMANodes: number;
  readonly confidentialGuest: boolean;
  readonly memMB: number;
  readonly hostCapacity: Record<string, { cpus: number; memMB: number }>;
  readonly vfioHostSet: number[];
  readonly vfio: Device[];
  readonly VFIODevices: { HostPath: string; ID: string }[] | null;
  readonly totalPorts: number;
  readonly config: {
    readonly GuestNUMANodes?: NamedNode[];
    readonly NUMAMapping?: string[];
    readonly DefaultMaxVCPUs?: number;
    readonly MemorySize?: number;
    readonly NumVCPUsF?: number;
    readonly ConfidentialGuest?: boolean;
    readonly HugePages?: boolean;
    readonly SharedFS?: string;
    readonly MemPrealloc?: boolean;
  };
  readonly env: Record<string, string | { pageSizeMiB?: number } | undefined>;
}

interface NamedNode {
  readonly HostNodes?: string;
  readonly HostCPUs?: string;
}

interface Device {
  readonly bdf: string;
  readonly class: string;
  readonly configSpaceBytes: number;
  readonly numa_node?: string;
  readonly iommuGroup?: string;
  readonly iommufdIndex?: number;
}

interface Recorded {
  readonly id: string;
  readonly input: Input;
  readonly expect: Readonly<Record<string, unknown>>;
}

const nodesOf = (nodes: readonly NamedNode[] | null | undefined): GuestNode[] =>
  (nodes ?? []).map(({ HostNodes = '', HostCPUs = '' }) => ({ hostNodes: HostNodes, hostCpus: HostCPUs }));

const named = (nodes: readonly GuestNode[]): NamedNode[] =>
  nodes.map(({ hostNodes, hostCpus }) => ({ HostNodes: hostNodes, HostCPUs: hostCpus }));

const sysfsOf =
  (files: Record<string, string> | null): ReadSysfs =>
  (path) => {
    const content = files?.[path];
    if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return content;
  };

const groupsOf = (devices: readonly Device[], given?: Input['VFIODevices']): DeviceGroup[] => {
  const groups = new Map<string, DeviceGroup & { devices: DeviceGroup['devices'][number][] }>();
  for (const {
    bdf,
    class: pciClass,
    configSpaceBytes,
    numa_node: numaNode,
    iommuGroup,
    iommufdIndex,
  } of devices) {
    const path =
      iommuGroup === undefined ? `/dev/vfio/devices/vfio${iommufdIndex}` : `/dev/vfio/${iommuGroup}`;
    const id = given?.find(({ HostPath }) => HostPath === path)?.ID ?? path;
    const kind = iommuGroup === undefined ? 'iommufd' : 'legacy';
    const group = groups.get(path) ?? { id, kind, number: Number(iommuGroup ?? iommufdIndex), devices: [] };
    group.devices.push({ bdf, pciClass, isPcie: configSpaceBytes > 256, numaNode });
    groups.set(path, group);
  }
  if (given === undefined) return Array.from(groups.values());
  return (given ?? []).flatMap(({ HostPath }) => groups.get(HostPath) ?? []);
};

const smpNamed = ({ cpus, cores, threads, sockets, maxCpus }: Smp): object => ({
  CPUs: cpus,
  Cores: cores,
  Threads: threads,
  Sockets: sockets,
  MaxCPUs: maxCpus,
});

const rangeNumbers = (text: string): bigint[] => {
  const all = parseNumberRanges(text).flatMap(({ first, last }) =>
    Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i)),
  );
  return Array.from(new Set(all)).sort((a, b) => (a < b ? -1 : 1));
};

const pinned = (input: Input): object => {
  const { pins } = pinVcpus({
    vcpus: input.NumVCPUsF,
    nodes: nodesOf(input.nodes),
    allowedCpus: input.sandboxCPUSet,
    threads: Object.keys(input.vcpuThreads).map(Number),
  });
  return { setAffinity: pins.map(({ vcpu, cpu }) => ({ cpus: [cpu], tid: input.vcpuThreads[vcpu] })) };
};

const blockSize = (mount: Input['env'][string]): number | undefined => {
  if (mount === undefined || mount === 'absent') return undefined;
  return typeof mount === 'object' && mount.pageSizeMiB ? mount.pageSizeMiB * 1_048_576 : 4096;
};

const built = ({ config, env, sysfs, vfioHostSet }: Input): object => {
  const nodes = nodesOf(config.GuestNUMANodes);
  const memoryMib = config.MemorySize ?? 0;
  const confidential = config.ConfidentialGuest ?? false;
  const vcpus = Math.ceil(config.NumVCPUsF ?? 0);
  const size = { vcpus, maxVcpus: config.DefaultMaxVCPUs ?? 0, confidential };
  const host = {
    blockSize: (path: string) => blockSize(env[path]),
    exists: (path: string) => env[path] !== undefined && env[path] !== 'absent',
  };
  const chosen = (sharedFs: string) =>
    memoryBackend({ hugePages: config.HugePages ?? false, sharedFs }, host);
  const fullSmp = smpOf({ ...size, nodes: nodes.length });
  const backend = chosen(config.SharedFS ?? '');
  const topology = guestTopology(
    { nodes, vcpus, smp: fullSmp, memoryMib, confidential, backend, deviceNodes: vfioHostSet },
    sysfsOf(sysfs),
  );
  const smp = topology ? fullSmp : smpOf({ ...size, nodes: 0 });
  const options = { shared: false, preallocated: config.MemPrealloc ?? false };
  return {
    qemuArgs: [
      '-m',
      `${memoryMib}M`,
      ...memoryArguments(memoryMib, topology, topology ? backend : chosen(''), options),
      ...smpArguments(smp),
    ],
    skipped: topology === undefined,
    smp: smpNamed(smp),
  };
};

const operations: Readonly<Record<string, (input: Input) => object>> = {
  'cpuset.Parse': ({ s }) => ({
    elements: rangeNumbers(s).map((n) => (n > 2n ** 53n ? String(n) : Number(n))),
  }),
  GetGuestNUMANodes: ({ numaMapping, sysfs }) => ({
    nodes: named(guestNodes(numaMapping ?? [], sysfsOf(sysfs))),
  }),
  FilterCPUBearingNUMANodes: ({ nodes }) => ({ nodes: named(cpuBearing(nodesOf(nodes))) }),
  FilterNUMANodesByCPUSet: ({ nodes, sandboxCPUs }) => ({
    nodes: named(nodesWithCpus(nodesOf(nodes), sandboxCPUs)),
  }),
  GetHostNUMADistances: ({ nodes, sysfs }) => ({
    distances: nodeDistances(nodesOf(nodes), sysfsOf(sysfs)).map(({ from, to, distance }) => ({
      dst: to,
      src: from,
      val: distance,
    })),
  }),
  GetHostNUMANodeCapacities: ({ nodeIDs, sysfs }) => ({
    capacities: (nodeIDs ?? []).map((id) => {
      const { node, cpus, memoryMib } = nodeCapacity(id, sysfsOf(sysfs));
      return { NodeID: node, CPUs: cpus, MemMB: memoryMib };
    }),
  }),
  DistributeVCPUsProportionally: ({ nodes, totalVCPUs }) => ({
    perNode: distributeVcpus(nodesOf(nodes), totalVCPUs),
  }),
  translateHostMemsToGuest: ({ nodes, hostMems }) => ({
    guestMems: formatCpuList(guestMemoryNodes(hostMems, nodesOf(nodes))),
  }),
  checkVCPUsPinning: pinned,
  cpuTopology: ({ vcpus, maxvcpus, numNUMANodes, confidentialGuest }) => ({
    smp: smpNamed(smpOf({ vcpus, maxVcpus: maxvcpus, nodes: numNUMANodes, confidential: confidentialGuest })),
  }),
  buildCoveredHostNodes: ({ nodes }) => ({
    hostToGuest: Object.fromEntries(guestNodeByHostNode(nodesOf(nodes))),
    numaPlacementActive: isBound(nodesOf(nodes)),
  }),
  selectNUMANodes: ({ hostCapacity, memMB, nodes, vcpus, vfioHostSet }) => ({
    nodes: named(
      rightSizeNodes({
        nodes: nodesOf(nodes),
        vcpus,
        memoryMib: memMB,
        deviceNodes: vfioHostSet,
        capacityOf: (node) => {
          const known = hostCapacity[node];
          return known && { cpus: known.cpus, memoryMib: known.memMB };
        },
      }),
    ),
  }),
  maybeRightSizeAutoNUMA: ({ config, vfio, sysfs }) => {
    const nodes = nodesOf(config.GuestNUMANodes);
    const near = deviceNodes(groupsOf(vfio));
    const request = {
      nodes,
      vcpus: config.DefaultMaxVCPUs ?? 0,
      memoryMib: config.MemorySize ?? 0,
      deviceNodes: near,
      capacityOf: (node: number) => nodeCapacity(node, sysfsOf(sysfs)),
    };
    const kept = (config.NUMAMapping ?? []).length > 0 ? nodes : rightSizeNodes(request);
    return { GuestNUMANodes: named(kept), vfioHostSet: near };
  },
  buildNUMATopology: built,
  createNUMAPCIeTopology: ({ GuestNUMANodes, VFIODevices, totalPorts, vfio }) => {
    const { expanders, attachments } = placePcieDevices(nodesOf(GuestNUMANodes), groupsOf(vfio, VFIODevices));
    return {
      attachOrder: attachments.map(({ device, id, hostNode, bus }) => ({
        BDF: device.bdf,
        Bus: bus,
        ID: id,
        IsPCIe: device.isPcie,
        NUMANode: hostNode,
      })),
      groupsUnordered: expanders.map(expanderArguments).map(String).sort(),
      plainArgs: expanders.length > 0 ? [] : rootPortArguments(totalPorts),
    };
  },
};

/** Groups of arguments are recorded in no particular order. */
const inOrder = (result: Recorded['expect']): Recorded['expect'] => {
  const groups = result['groupsUnordered'];
  return Array.isArray(groups) ? { ...result, groupsUnordered: groups.map(String).sort() } : result;
};

test.each(
  cases<Recorded>('guest-numa.jsonl').filter(
    ({ input }) => input.op !== 'checkVCPUsPinning' || input.enabled,
  ),
)('$id $input.op', ({ input, expect: expected }) => {
  const operation = operations[input.op];
  if (!operation) throw new Error(`unknown operation ${input.op}`);
  if (expected['error'] === undefined) {
    expect(inOrder(expected)).toMatchObject(operation(input));
  } else if (input.op === 'checkVCPUsPinning' && input.sandboxCPUSet !== 'bad') {
    // The record is of a system call that failed; what was to be pinned is the same.
    expect(operation(input)).toHaveProperty('setAffinity');
  } else {
    expect(() => operation(input)).toThrow(UvmError);
  }
});

describe('lists', () => {
  test.each(['1,,2', '-1', ' 1', '1 ', 'x', '1_0', '9223372036854775808'])('%p is refused', (text) => {
    expect(() => parseCpuList(text)).toThrow(expect.objectContaining({ code: 'UVM_NUMA_LIST' }));
  });

  test.each([
    ['0-1048575', 1_048_576],
    ['5,0-1048574', 1_048_575],
  ])('%s is not too long', (text, size) => expect(parseCpuList(text)).toHaveLength(size));

  test.each(['0-1048576', '0-9223372036854775807', '9007199254740992'])('%s is too much', (text) => {
    expect(() => parseCpuList(text)).toThrow(expect.objectContaining({ code: 'UVM_NUMA_LIST' }));
  });

  test('a mapping is cut at white space', () => expect(parseNumaMapping(' 0-1\t2 \n')).toEqual(['0-1', '2']));
});
