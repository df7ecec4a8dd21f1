import { ASSUMED_DISTANCE, type HostNode, type HostTopology } from '../host/host-topology.js';
import { isEnough, usableMemory, usableNodes } from './impossible.js';
import { reason, type NumaWish, type Reason } from './numa-plan.js';

export interface ChosenNodes {
  /** By ascending number. */
  readonly nodes: readonly HostNode[];
  readonly reasons: readonly Reason[];
}

/** Chooses the host nodes of a plan. The wish is known to be possible. */
export const chooseNodes = (host: HostTopology, wish: NumaWish): ChosenNodes => {
  const distance = distancesOf(host);
  const usable = usableNodes(host, wish);
  const reasons = leftOut(host, usable);
  if (wish.oneNode !== 'avoid') {
    const single = closest(usable, wish, distance);
    if (single) return { nodes: [single], reasons: [...reasons, oneNodeReason(single, wish)] };
    reasons.push(
      reason('TOO_LARGE_FOR_ONE', 'No single node has enough CPUs and memory.', {
        cpus: wish.cpus,
        memoryMib: wish.memoryMib,
      }),
    );
  }
  const nodes = smallestSet(usable, wish, distance);
  return { nodes, reasons: [...reasons, spreadReason(nodes, wish)] };
};

type Distance = (from: HostNode, to: number) => number;

/** Distances by node numbers. */
const distancesOf = ({ nodes }: HostTopology): Distance => {
  const positions = new Map(nodes.map(({ id }, position) => [id, position]));
  return (from, to) => from.distances[positions.get(to) ?? -1] ?? ASSUMED_DISTANCE;
};

const leftOut = ({ nodes }: HostTopology, usable: readonly HostNode[]): Reason[] =>
  nodes
    .filter((node) => !usable.includes(node))
    .map(({ id, cpus }) =>
      reason('LEFT_OUT', `Node ${id} has no ${cpus.length === 0 ? 'CPUs' : 'memory'}.`, { node: id }),
    );

const farFrom = (node: HostNode, others: readonly number[], distance: Distance): number =>
  others.reduce((sum, other) => sum + distance(node, other), 0);

/** Of the nodes that are enough alone the one closest to the devices, then the one with the fewest CPUs to spare. */
const closest = (usable: readonly HostNode[], wish: NumaWish, distance: Distance): HostNode | undefined =>
  usable
    .filter((node) => isEnough(node, wish))
    .map((node) => ({ node, far: farFrom(node, wish.near ?? [], distance), spare: node.cpus.length }))
    .sort((a, b) => a.far - b.far || a.spare - b.spare || a.node.id - b.node.id)[0]?.node;

const oneNodeReason = ({ id, cpus, memoryMib }: HostNode, wish: NumaWish): Reason => {
  const devices = (wish.near ?? []).length > 0 ? ', and is closest to the devices' : '';
  return reason('ONE_NODE', `Node ${id} alone has ${cpus.length} CPUs and ${memoryMib} MiB${devices}.`, {
    node: id,
    cpus: cpus.length,
    memoryMib,
  });
};

/**
 * Few nodes that are enough together and close: grown from each possible start by the node that is closest to those taken,
 * and of the results the smallest, then the closest one.
 */
const smallestSet = (usable: readonly HostNode[], wish: NumaWish, distance: Distance): HostNode[] => {
  const near = usable.filter(({ id }) => wish.near?.includes(id));
  const starts = near.length > 0 ? [near] : usable.map((node) => [node]);
  const grown = starts.map((start) => grow(start, usable, wish, distance));
  const far = (nodes: readonly HostNode[]): number => {
    const ids = [...nodes.map(({ id }) => id), ...(wish.near ?? [])];
    return nodes.reduce((sum, node) => sum + farFrom(node, ids, distance), 0);
  };
  const best = grown
    .map((nodes) => ({ nodes, far: far(nodes) }))
    .sort((a, b) => a.nodes.length - b.nodes.length || a.far - b.far)[0];
  return [...(best?.nodes ?? [])].sort((a, b) => a.id - b.id);
};

const grow = (
  start: readonly HostNode[],
  usable: readonly HostNode[],
  wish: NumaWish,
  distance: Distance,
): HostNode[] => {
  const taken = [...start];
  // Kept up to date while nodes are taken, so that each step looks at each node once.
  const rest = usable
    .filter((node) => !start.includes(node))
    .map((node) => ({
      node,
      far: farFrom(node, [...start.map(({ id }) => id), ...(wish.near ?? [])], distance),
    }));
  const least = wish.oneNode === 'avoid' ? 2 : 1;
  while (rest.length > 0 && (taken.length < least || !areEnough(taken, wish))) {
    const next = rest.reduce((best, one) => (isBetter(one, best) ? one : best));
    rest.splice(rest.indexOf(next), 1);
    taken.push(next.node);
    for (const one of rest) one.far += distance(one.node, next.node.id);
  }
  return taken;
};

const isBetter = (a: { node: HostNode; far: number }, b: { node: HostNode; far: number }): boolean =>
  a.far < b.far || (a.far === b.far && a.node.cpus.length > b.node.cpus.length);

const areEnough = (nodes: readonly HostNode[], wish: NumaWish): boolean =>
  nodes.reduce((sum, { cpus }) => sum + cpus.length, 0) >= wish.cpus &&
  nodes.reduce((sum, { memoryMib }) => sum + usableMemory(memoryMib, wish), 0) >= wish.memoryMib;

const spreadReason = (nodes: readonly HostNode[], { near = [], oneNode }: NumaWish): Reason => {
  const ids = nodes.map(({ id }) => id);
  const held = near.filter((id) => ids.includes(id));
  if (held.length > 0) {
    return reason('DEVICES', `Nodes ${ids.join(', ')} hold the devices and have enough together.`, {
      nodes: ids,
      near,
    });
  }
  const says =
    oneNode === 'avoid' ? 'are asked for as several nodes' : 'are the fewest that have enough together';
  return reason('SPREAD', `Nodes ${ids.join(', ')} ${says}, and are close to one another.`, { nodes: ids });
};
