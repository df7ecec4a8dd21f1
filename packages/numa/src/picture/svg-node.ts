import { formatCpuList, type CpuSet } from '../host/cpu-list.js';
import type { HostNode } from '../host/host-topology.js';
import type { PlannedNode } from '../plan/numa-plan.js';
import { COLOURS, element, text, type Point } from './svg-parts.js';

export const NODE_WIDTH = 220;
export const NODE_HEIGHT = 172;

const INSET = 14;
const INNER = NODE_WIDTH - 2 * INSET;
const CPU_TOP = 58;
const CPU_AREA = 52;
const BAR_TOP = 132;
const BAR_HEIGHT = 10;

/** More CPUs than this are drawn as one bar. */
const MAX_CELLS = 128;

/** A box for one host node: its number, its CPUs as cells, its memory as a bar as long as its share of the largest. */
export const drawNode = (
  { id, cpus, memoryMib }: HostNode,
  part: (PlannedNode & { readonly guest: number }) | undefined,
  mostMib: number,
  at: Point,
): string => {
  const used = new Set(part?.hostCpus);
  const label = `Node ${id}`;
  const role = part ? `guest node ${part.guest}, ${vcpus(part)}` : '';
  return element(
    'g',
    { transform: `translate(${at.x} ${at.y})` },
    element('rect', {
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      rx: 8,
      fill: COLOURS.box,
      stroke: part ? COLOURS.used : COLOURS.line,
      'stroke-width': part ? 2 : 1,
    }),
    text(INSET, 24, label, { 'font-size': 14, 'font-weight': 600, fill: COLOURS.ink }),
    text(INSET, 46, cpuLabel(cpus), {
      'font-size': 11,
      fill: COLOURS.faint,
    }),
    cpus.length > MAX_CELLS
      ? bar(CPU_TOP, 20, INNER, used.size / cpus.length)
      : cells(cpus.length, (i) => used.has(cpus[i] ?? -1)),
    text(INSET, 124, memoryLabel(memoryMib, part?.memoryMib), { 'font-size': 11, fill: COLOURS.faint }),
    bar(
      BAR_TOP,
      BAR_HEIGHT,
      Math.max(memoryMib === 0 ? 0 : 2, (INNER * memoryMib) / mostMib),
      memoryMib === 0 ? 0 : (part?.memoryMib ?? 0) / memoryMib,
    ),
    text(INSET, 162, role, { 'font-size': 11, 'font-weight': 600, fill: COLOURS.role }),
  );
};

const vcpus = ({ firstVcpu, hostCpus }: PlannedNode): string =>
  hostCpus.length === 0
    ? 'memory only'
    : hostCpus.length === 1
      ? `vCPU ${firstVcpu}`
      : `vCPUs ${firstVcpu}–${firstVcpu + hostCpus.length - 1}`;

const size = (mib: number): string =>
  mib >= 1024 ? `${(mib / 1024).toFixed(mib % 1024 === 0 ? 0 : 1)} GiB` : `${mib} MiB`;

const cpuLabel = (cpus: CpuSet): string =>
  cpus.length === 0
    ? 'no CPUs'
    : `${cpus.length} CPU${cpus.length === 1 ? '' : 's'}: ${shortened(formatCpuList(cpus))}`;

const memoryLabel = (memoryMib: number, usedMib: number | undefined): string =>
  usedMib === undefined ? `${size(memoryMib)} memory` : `${size(usedMib)} of ${size(memoryMib)} memory`;

const LIST_LENGTH = 22;
const shortened = (list: string): string =>
  list.length > LIST_LENGTH ? `${list.slice(0, LIST_LENGTH - 1)}…` : list;

/** One square for each CPU, as large as fits. */
const cells = (count: number, isUsed: (index: number) => boolean): string => {
  const columns = Math.max(16, Math.ceil(Math.sqrt((count * INNER) / CPU_AREA)));
  const pitch = Math.min(INNER / columns, 12);
  return Array.from({ length: count }, (_, i) =>
    element('rect', {
      x: round(INSET + (i % columns) * pitch),
      y: round(CPU_TOP + Math.floor(i / columns) * pitch),
      width: round(pitch - 2),
      height: round(pitch - 2),
      rx: 1,
      fill: isUsed(i) ? COLOURS.used : COLOURS.free,
    }),
  ).join('');
};

const bar = (y: number, height: number, width: number, usedShare: number): string =>
  element('rect', { x: INSET, y, width: round(width), height, rx: 2, fill: COLOURS.free }) +
  (usedShare > 0
    ? element('rect', {
        x: INSET,
        y,
        width: round(width * Math.min(1, usedShare)),
        height,
        rx: 2,
        fill: COLOURS.used,
      })
    : '');

const round = (value: number): number => Math.round(value * 100) / 100;
