import { LOCAL_DISTANCE, type HostTopology } from '../host/host-topology.js';
import { COLOURS, element, text, type Point } from './svg-parts.js';

const LABEL = 56;
const HEADING = 40;
const LARGE_CELL = 36;
const SMALL_CELL = 14;

/** With more nodes than this the cells are too small for numbers. */
const MAX_NUMBERED = 16;

/** The table of distances; the darker a cell, the farther. Nothing for a single node. */
export const drawDistances = (
  { nodes }: HostTopology,
  at: Point,
): { readonly drawing: string; readonly width: number; readonly height: number } => {
  if (nodes.length < 2) return { drawing: '', width: 0, height: 0 };
  const numbered = nodes.length <= MAX_NUMBERED;
  const cell = numbered ? LARGE_CELL : SMALL_CELL;
  const farthest = Math.max(...nodes.flatMap(({ distances }) => distances));
  const middle = cell / 2 + 4;
  const small = { 'font-size': numbered ? 12 : 8, fill: COLOURS.faint };
  const drawing = element(
    'g',
    { transform: `translate(${at.x} ${at.y})` },
    text(0, 14, 'Distances', { 'font-size': 14, 'font-weight': 600, fill: COLOURS.ink }),
    ...nodes.map(({ id }, i) =>
      text(LABEL + i * cell + cell / 2, HEADING - 6, `${id}`, { ...small, 'text-anchor': 'middle' }),
    ),
    ...nodes.flatMap(({ id, distances }, row) => [
      text(0, HEADING + row * cell + middle, numbered ? `node ${id}` : `${id}`, small),
      ...distances.map((distance, column) => {
        const shade = shadeOf(distance, farthest);
        const [x, y] = [LABEL + column * cell, HEADING + row * cell];
        const square = element('rect', {
          x,
          y,
          width: cell - 2,
          height: cell - 2,
          rx: 3,
          fill: colourOf(shade),
        });
        if (!numbered) return square;
        const label = text(x + cell / 2 - 1, y + middle - 1, `${distance}`, {
          'font-size': 12,
          'text-anchor': 'middle',
          fill: shade > 0.5 ? COLOURS.paper : COLOURS.ink,
        });
        return square + label;
      }),
    ]),
  );
  return { drawing, width: LABEL + nodes.length * cell, height: HEADING + nodes.length * cell };
};

/** How far a distance is, from 0 for the node itself to 1 for the farthest in the host. */
const shadeOf = (distance: number, farthest: number): number =>
  farthest <= LOCAL_DISTANCE
    ? 0
    : Math.min(1, Math.max(0, (distance - LOCAL_DISTANCE) / (farthest - LOCAL_DISTANCE)));

const NEAR = [230, 240, 250] as const;
const FAR = [16, 60, 110] as const;

const colourOf = (shade: number): string =>
  `rgb(${NEAR.map((near, i) => Math.round(near + ((FAR[i] ?? 0) - near) * shade)).join(',')})`;
