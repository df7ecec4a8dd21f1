import { setImmediate as turn } from 'node:timers/promises';
import type { StandIn } from './stand-in.js';

/** Counters of the stand-in that are zero when nothing was forgotten and nothing was used after its end. */
export const leftovers = (standIn: StandIn): Record<string, number> => {
  const counters = [
    'systemHandles',
    'operations',
    'documents',
    'badFrees',
    'badHandles',
    'sockets',
    'events',
    'waits',
  ];
  return Object.fromEntries(
    counters.map((what) => [what, standIn.count(what)] as const).filter(([, number]) => number !== 0),
  );
};

/** Waits until `holds`, for what the service does on threads of its own. */
export const until = async (holds: () => boolean, limitMs = 5000): Promise<void> => {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${holds.toString()}`);
    await turn();
  }
};
