import { errors } from '../errors.js';
import { parseCpuList } from './cpu-list.js';
import { nodeFile, readLine, type ReadSysfs } from './sysfs.js';

/** What one host node has. */
export interface NodeCapacity {
  readonly node: number;
  readonly cpus: number;
  readonly memoryMib: number;
}

/**
 * CPUs and memory of a host node.
 *
 * @throws UVM_NUMA_HOST_FILE, UVM_NUMA_LIST, UVM_NUMA_MEMINFO
 */
export const nodeCapacity = (node: number, read: ReadSysfs): NodeCapacity => ({
  node,
  cpus: parseCpuList(readLine(read, nodeFile(node, 'cpulist'))).length,
  memoryMib: memoryOf(readLine(read, nodeFile(node, 'meminfo')), nodeFile(node, 'meminfo')),
});

/** MiB of the first total in kB that a node's meminfo names. */
export const memoryOf = (meminfo: string, path: string): number => {
  const found = /^Node\s+\d+\s+MemTotal:\s+(\d+)\s+kB/m.exec(meminfo)?.[1];
  const mib = found === undefined ? NaN : Math.floor(Number(found) / 1024);
  if (!Number.isSafeInteger(mib)) throw errors.UVM_NUMA_MEMINFO(`It is ${path}.`, { path, value: found });
  return mib;
};
