/** What QEMU's `-smp` says. Zero for what is left out. */
export interface Smp {
  readonly cpus: number;
  readonly cores: number;
  readonly threads: number;
  readonly sockets: number;
  readonly maxCpus: number;
}

export interface SmpRequest {
  readonly vcpus: number;
  readonly maxVcpus: number;
  readonly nodes: number;
  readonly confidential: boolean;
}

/** One socket for each CPU that can ever be there; with several guest nodes one socket for each of them. */
export const smpOf = ({ vcpus, maxVcpus, nodes, confidential }: SmpRequest): Smp => {
  const cpu = { cpus: vcpus, cores: 1, threads: 1 };
  if (confidential) return { ...cpu, sockets: 0, maxCpus: 0 };
  if (nodes <= 1) return { ...cpu, sockets: maxVcpus, maxCpus: maxVcpus };
  const cores = Math.max(1, Math.ceil(maxVcpus / nodes));
  return { ...cpu, cores, sockets: nodes, maxCpus: nodes * cores };
};
