import type { HostTopology } from '../host/host-topology.js';
import type { NumaPlan } from '../plan/numa-plan.js';
import { drawDistances } from './svg-distances.js';
import { drawNode, NODE_HEIGHT, NODE_WIDTH } from './svg-node.js';
import { COLOURS, element, text } from './svg-parts.js';

const GAP = 16;
const MARGIN = 24;
const TITLE = 48;
const LEGEND = 28;

/** Boxes in a row, for a few nodes and for many. */
const COLUMNS = 4;
const WIDE_COLUMNS = 8;

/**
 * A host, and a plan on it, as an SVG picture: a box for each node with its CPUs and memory, the VM's part of both in
 * another colour, and a table of distances whose shade says how far.
 */
export const numaSvg = (host: HostTopology, plan?: NumaPlan): string => {
  const { nodes } = host;
  const columns = Math.max(1, Math.min(nodes.length > 16 ? WIDE_COLUMNS : COLUMNS, nodes.length));
  const rows = Math.ceil(nodes.length / columns);
  const boxes = rows * (NODE_HEIGHT + GAP);
  const distances = drawDistances(host, { x: MARGIN, y: TITLE + LEGEND + boxes + GAP });
  const width = 2 * MARGIN + Math.max(columns * (NODE_WIDTH + GAP) - GAP, distances.width, MIN_WIDTH);
  const height = TITLE + LEGEND + boxes + GAP + distances.height + MARGIN;
  const most = Math.max(1, ...nodes.map(({ memoryMib }) => memoryMib));
  const planned = new Map(plan?.nodes.map((part, guest) => [part.hostNode, { ...part, guest }]));
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'system-ui, sans-serif',
      role: 'img',
      'aria-label': title(host, plan),
    },
    element('rect', { width, height, fill: COLOURS.paper }),
    text(MARGIN, 32, title(host, plan), { 'font-size': 16, 'font-weight': 600, fill: COLOURS.ink }),
    legend(plan !== undefined),
    ...nodes.map((node, i) =>
      drawNode(node, planned.get(node.id), most, {
        x: MARGIN + (i % columns) * (NODE_WIDTH + GAP),
        y: TITLE + LEGEND + Math.floor(i / columns) * (NODE_HEIGHT + GAP),
      }),
    ),
    distances.drawing,
  );
};

const MIN_WIDTH = 420;

const title = ({ nodes }: HostTopology, plan: NumaPlan | undefined): string => {
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const cpus = nodes.reduce((sum, node) => sum + node.cpus.length, 0);
  const ofHost = `Host: ${count(nodes.length, 'node')}, ${count(cpus, 'CPU')}`;
  if (!plan) return ofHost;
  const vcpus = plan.nodes.reduce((sum, node) => sum + node.hostCpus.length, 0);
  return `${ofHost}. VM: ${count(plan.nodes.length, 'node')}, ${count(vcpus, 'vCPU')}`;
};

const legend = (hasPlan: boolean): string => {
  const entries: [colour: string, label: string][] = [
    ...(hasPlan ? [[COLOURS.used, 'given to the VM'] as [string, string]] : []),
    [COLOURS.free, hasPlan ? 'left to the host' : 'of the host'],
  ];
  return entries
    .map(([fill, label], i) => {
      const x = MARGIN + i * 150;
      return (
        element('rect', { x, y: TITLE, width: 12, height: 12, rx: 2, fill }) +
        text(x + 18, TITLE + 10, label, { 'font-size': 12, fill: COLOURS.faint })
      );
    })
    .join('');
};
