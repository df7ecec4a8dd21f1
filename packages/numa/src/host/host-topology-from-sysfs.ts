import { parseDistances } from '../guest/node-distances.js';
import { parseCpuList } from './cpu-list.js';
import { ASSUMED_DISTANCE, LOCAL_DISTANCE, type HostTopology } from './host-topology.js';
import { memoryOf, nodeCapacity } from './node-capacity.js';
import { NODE_FOLDER, nodeFile, readLine, sysfsBelow, type ReadSysfs } from './sysfs.js';

export interface SysfsOptions {
  /** Folder that holds `sys` and `proc`; `/` for this machine. */
  readonly root?: string;
  /** Reads in place of the disk. */
  readonly read?: ReadSysfs;
}

/**
 * The NUMA nodes of a Linux host. A kernel without NUMA has one node.
 *
 * @throws UVM_NUMA_HOST_FILE, UVM_NUMA_LIST, UVM_NUMA_MEMINFO
 */
export const hostTopologyFromSysfs = ({ root, read = sysfsBelow(root) }: SysfsOptions = {}): HostTopology => {
  const online = onlineNodes(read);
  if (!online) return oneNode(read);
  return {
    nodes: online.map((id, own) => {
      const row = rowOf(id, read);
      return {
        id,
        cpus: parseCpuList(readLine(read, nodeFile(id, 'cpulist'))),
        memoryMib: nodeCapacity(id, read).memoryMib,
        // A row has one cell for each node that is online, whatever their numbers.
        distances: online.map(
          (_, other) => row[other] ?? (other === own ? LOCAL_DISTANCE : ASSUMED_DISTANCE),
        ),
      };
    }),
  };
};

/** Undefined for a kernel without NUMA. */
const onlineNodes = (read: ReadSysfs): readonly number[] | undefined => {
  let text: string;
  try {
    text = read(`${NODE_FOLDER}/online`);
  } catch {
    return undefined;
  }
  return parseCpuList(text.trim());
};

const rowOf = (node: number, read: ReadSysfs): (number | undefined)[] => {
  try {
    return parseDistances(read(nodeFile(node, 'distance')));
  } catch {
    return [];
  }
};

const oneNode = (read: ReadSysfs): HostTopology => ({
  nodes: [
    {
      id: 0,
      cpus: parseCpuList(readLine(read, '/sys/devices/system/cpu/online')),
      memoryMib: memoryOf(`Node 0 ${readLine(read, '/proc/meminfo')}`, '/proc/meminfo'),
      distances: [LOCAL_DISTANCE],
    },
  ],
});
