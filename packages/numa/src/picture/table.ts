import { formatCpuList } from '../host/cpu-list.js';
import type { HostTopology } from '../host/host-topology.js';
import type { NumaPlan } from '../plan/numa-plan.js';

/**
 * A host, and a plan on it, as a table for a terminal: nodes with their CPUs, memory and distances, and below it what goes
 * where and why.
 */
export const numaTable = ({ nodes }: HostTopology, plan?: NumaPlan): string => {
  const planned = new Map(plan?.nodes.map((node, guest) => [node.hostNode, { ...node, guest }]));
  const header = ['node', 'CPUs', 'memory MiB', ...(plan ? ['guest', 'vCPUs', 'VM MiB'] : []), 'distances'];
  const rows = nodes.map(({ id, cpus, memoryMib, distances }) => {
    const part = planned.get(id);
    const inPlan = part
      ? [`${part.guest}`, range(part.firstVcpu, part.hostCpus.length), `${part.memoryMib}`]
      : ['', '', ''];
    return [
      `${id}`,
      `${cpus.length} (${shortened(formatCpuList(cpus))})`,
      `${memoryMib}`,
      ...(plan ? inPlan : []),
      distances.join(' '),
    ];
  });
  const reasons = plan ? ['', ...plan.reasons.map(({ says }) => `- ${says}`)] : [];
  return [...aligned([header, ...rows]), ...reasons, ''].join('\n');
};

const range = (first: number, count: number): string =>
  count === 1 ? `${first}` : `${first}-${first + count - 1}`;

const LIST_WIDTH = 24;
const shortened = (list: string): string =>
  list.length > LIST_WIDTH ? `${list.slice(0, LIST_WIDTH - 1)}…` : list;

const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};
