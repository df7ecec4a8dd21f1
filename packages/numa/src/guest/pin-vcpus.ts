import { parseCpuList, type CpuSet } from '../host/cpu-list.js';
import { distributeVcpus } from './distribute-vcpus.js';
import { hostCpusOf, type GuestNode } from './guest-node.js';

export interface PinningRequest {
  /** vCPUs that the VM has, possibly a fraction. */
  readonly vcpus: number;
  readonly nodes: readonly GuestNode[];
  /** Host CPUs that the sandbox may use, as a list. Empty for all. */
  readonly allowedCpus: string;
  /** Numbers of the vCPUs that have a thread. */
  readonly threads: readonly number[];
}

/** The host CPUs to which vCPUs are pinned. */
export interface Pinning {
  /** For each vCPU its one host CPU, in ascending order of vCPUs. Empty if they are not to be pinned. */
  readonly pins: readonly { readonly vcpu: number; readonly cpu: number }[];
  /** What a vCPU may use that is not pinned. */
  readonly unpinned: CpuSet;
}

/**
 * Chooses a host CPU for each vCPU.
 *
 * With guest nodes a vCPU goes to the CPUs of its node, as far as the sandbox may use them; to any the sandbox may use if
 * that leaves none. CPUs are shared when there are too few. Without nodes vCPUs are pinned only if there are exactly as many
 * allowed CPUs.
 *
 * @throws UVM_NUMA_LIST if the allowed CPUs are no list
 */
export const pinVcpus = ({ vcpus, nodes, allowedCpus, threads }: PinningRequest): Pinning => {
  const allowed = parseCpuList(allowedCpus);
  const ordered = [...threads].sort((a, b) => a - b);
  if (nodes.length === 0) {
    const fits = allowed.length === ordered.length;
    const pins = fits ? ordered.map((vcpu, i) => ({ vcpu, cpu: allowed[i] as number })) : [];
    return { pins, unpinned: allowed };
  }
  const unpinned = allowed.length > 0 ? allowed : nodes.flatMap(hostCpusOf);
  const places = placesByVcpu(nodes, Math.ceil(vcpus), allowed);
  return {
    pins: ordered.flatMap((vcpu) => {
      const cpu = places[vcpu];
      return cpu === undefined ? [] : [{ vcpu, cpu }];
    }),
    unpinned,
  };
};

const placesByVcpu = (nodes: readonly GuestNode[], vcpus: number, allowed: CpuSet): number[] => {
  const counts = countsByNode(nodes, vcpus);
  const isAllowed = new Set(allowed);
  return nodes.flatMap((node, index) => {
    const own = hostCpusOf(node);
    const usable = allowed.length === 0 ? own : own.filter((cpu) => isAllowed.has(cpu));
    const cpus = usable.length > 0 ? usable : allowed;
    return Array.from(
      { length: cpus.length === 0 ? 0 : (counts[index] ?? 0) },
      (_, i) => cpus[i % cpus.length] as number,
    );
  });
};

/** Where there are fewer vCPUs than nodes, the first nodes get one each. */
const countsByNode = (nodes: readonly GuestNode[], vcpus: number): number[] => {
  if (nodes.some((node) => hostCpusOf(node).length === 0)) return [];
  return vcpus < nodes.length
    ? nodes.map((_, node) => (node < vcpus ? 1 : 0))
    : distributeVcpus(nodes, vcpus);
};
