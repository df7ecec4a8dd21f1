import type { GuestTopology } from './guest-topology.js';
import type { MemoryBackend } from './memory-backend.js';
import type { Smp } from './smp.js';

/** Properties of every memory backend of a VM. */
export interface BackendOptions {
  /** Another process (virtiofsd, a vhost-user device) may map the memory. */
  readonly shared: boolean;
  /** All memory is taken when the VM starts. */
  readonly preallocated: boolean;
}

/** QEMU's arguments for the guest's memory: one backend for each node, or a single one. */
export const memoryArguments = (
  memoryMib: number,
  topology: GuestTopology | undefined,
  { type, path }: MemoryBackend,
  { shared, preallocated }: BackendOptions,
): string[] => {
  const backend = (id: string, sizeMib: number, extra: string): string[] => [
    '-object',
    `${type},id=${id},size=${sizeMib}M${path && `,mem-path=${path}`}${extra}` +
      `${shared ? ',share=on' : ''}${preallocated ? ',prealloc=on' : ''}`,
  ];
  if (!topology) return [...backend('dimm1', memoryMib, ''), '-numa', 'node,memdev=dimm1'];
  return [
    ...topology.nodes.flatMap(({ vcpus, memoryMib: sizeMib, hostNodes }, node) => [
      ...backend(`numa-mem${node}`, sizeMib, hostNodes && `,host-nodes=${escaped(hostNodes)},policy=bind`),
      '-numa',
      `node,nodeid=${node},memdev=numa-mem${node}${vcpus ? `,cpus=${vcpus[0]}-${vcpus[1]}` : ''}`,
    ]),
    ...topology.distances.flatMap(({ from, to, distance }) => [
      '-numa',
      `dist,src=${from},dst=${to},val=${distance}`,
    ]),
  ];
};

/** A comma within a value is doubled. */
const escaped = (value: string): string => value.replaceAll(',', ',,');

/** QEMU's `-smp`; nothing without CPUs. */
export const smpArguments = ({ cpus, cores, threads, sockets, maxCpus }: Smp): string[] => {
  if (cpus === 0) return [];
  const parts = [`${cpus}`, `cores=${cores}`, `threads=${threads}`];
  if (sockets > 0) parts.push(`sockets=${sockets}`);
  if (maxCpus > 0) parts.push(`maxcpus=${maxCpus}`);
  return ['-smp', parts.join(',')];
};
