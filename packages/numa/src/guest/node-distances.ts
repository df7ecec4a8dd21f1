import { nodeFile, type ReadSysfs } from '../host/sysfs.js';
import { hostNodesOf, type GuestNode } from './guest-node.js';

/** How far one guest node is from another: 10 is the distance of a node to itself. */
export interface NodeDistance {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

/**
 * Distances between guest nodes: those of the first host node behind each. What the host does not say is left out.
 *
 * A row is read by node number, as the reference does it, though Linux lists only nodes that are online: where numbers
 * have gaps, `hostTopologyFromSysfs` is right and this is not.
 */
export const nodeDistances = (nodes: readonly GuestNode[], read: ReadSysfs): NodeDistance[] => {
  const hosts = nodes.map((node) => hostNodesOf(node)[0]);
  return hosts.flatMap((host, from) => {
    const row = host === undefined ? [] : distanceRow(host, read);
    return hosts.flatMap((other, to) => {
      const cell = other === undefined || to === from ? undefined : row[other];
      return cell === undefined ? [] : [{ from, to, distance: cell }];
    });
  });
};

const distanceRow = (host: number, read: ReadSysfs): (number | undefined)[] => {
  try {
    return parseDistances(read(nodeFile(host, 'distance')));
  } catch {
    return [];
  }
};

/** The cells of a row; undefined for what is no number of 32 bits. */
export const parseDistances = (row: string): (number | undefined)[] =>
  row
    .split(/\s+/)
    .filter((cell) => cell !== '')
    .map((cell) => (/^\d+$/.test(cell) && Number(cell) <= 0xffff_ffff ? Number(cell) : undefined));
