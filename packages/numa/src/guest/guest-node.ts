import { cpuListOrUndefined, parseCpuList, type CpuSet } from '../host/cpu-list.js';
import { NODE_FOLDER, nodeFile, readLine, type ReadSysfs } from '../host/sysfs.js';

/** A node of the guest, by the host nodes that stand behind it. Both are lists as text. */
export interface GuestNode {
  /** Host nodes, as the user wrote them. Empty for no binding. */
  readonly hostNodes: string;
  /** CPUs of these host nodes. */
  readonly hostCpus: string;
}

/**
 * The guest nodes that a mapping asks for: one for each entry, which lists host nodes. Without a mapping one for each host
 * node that is online.
 *
 * @throws UVM_NUMA_LIST, UVM_NUMA_HOST_FILE
 */
export const guestNodes = (mapping: readonly string[], read: ReadSysfs): GuestNode[] => {
  const entries =
    mapping.length > 0
      ? mapping
      : parseCpuList(readLine(read, `${NODE_FOLDER}/online`)).map((node) => `${node}`);
  return entries.map((hostNodes) => ({
    hostNodes,
    hostCpus: parseCpuList(hostNodes)
      .map((node) => readLine(read, nodeFile(node, 'cpulist')))
      .join(','),
  }));
};

/** A mapping as one text: entries separated by white space. */
export const parseNumaMapping = (text: string): string[] => text.split(/\s+/).filter((entry) => entry !== '');

/** The host nodes behind a guest node; none if the text is no list. */
export const hostNodesOf = ({ hostNodes }: GuestNode): CpuSet => cpuListOrUndefined(hostNodes) ?? [];

/** The CPUs behind a guest node; none if the text is no list. */
export const hostCpusOf = ({ hostCpus }: GuestNode): CpuSet => cpuListOrUndefined(hostCpus) ?? [];

/** The guest nodes that have CPUs. */
export const cpuBearing = (nodes: readonly GuestNode[]): GuestNode[] =>
  nodes.filter((node) => hostCpusOf(node).length > 0);

/** The guest nodes that have any of some host CPUs; all of them if none has. */
export const nodesWithCpus = (nodes: readonly GuestNode[], cpus: string): readonly GuestNode[] => {
  const wanted = new Set(cpuListOrUndefined(cpus) ?? []);
  const kept = nodes.filter((node) => hostCpusOf(node).some((cpu) => wanted.has(cpu)));
  return kept.length > 0 ? kept : nodes;
};

/**
 * For each host node the guest node that it stands behind; of several the last. Nothing is placed by host node if no guest
 * node is bound to one.
 */
export const guestNodeByHostNode = (nodes: readonly GuestNode[]): ReadonlyMap<number, number> =>
  new Map(nodes.flatMap((node, guest) => hostNodesOf(node).map((host) => [host, guest] as const)));

/** Whether any guest node is bound to host nodes. */
export const isBound = (nodes: readonly GuestNode[]): boolean =>
  nodes.some(({ hostNodes }) => hostNodes !== '');

/** A cgroup's `cpuset.mems` in terms of the guest: its nodes that stand before any of the listed host nodes. */
export const guestMemoryNodes = (hostMems: string, nodes: readonly GuestNode[]): CpuSet => {
  const wanted = new Set(cpuListOrUndefined(hostMems) ?? []);
  return nodes.flatMap((node, guest) => (hostNodesOf(node).some((host) => wanted.has(host)) ? [guest] : []));
};
