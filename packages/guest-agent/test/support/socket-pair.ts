import { duplexPair, type Duplex } from 'node:stream';
import type { GuestSockets } from '@uvmkit/vmutils';
const side = (
  own: Map<number, (d: Duplex) => void>,
  other: Map<number, (d: Duplex) => void>,
): GuestSockets => ({
  async connect(port) {
    const deliver = other.get(port);
    if (!deliver) throw new Error(`refused ${port}`);
    const [a, b] = duplexPair();
    deliver(b);
    return a;
  },
  async listen(port) {
    const q: Duplex[] = [];
    const w: [(d: Duplex) => void, (e: Error) => void][] = [];
    own.set(port, (d) => {
      const x = w.shift();
      if (x) x[0](d);
      else q.push(d);
    });
    const close = async () => {
      own.delete(port);
      w.forEach((x) => x[1](new Error('closed')));
    };
    return {
      port,
      accept: async () => q.shift() ?? new Promise((r, j) => w.push([r, j])),
      close,
      [Symbol.asyncDispose]: close,
    };
  },
});
export const createSocketPair = () => {
  const h = new Map(),
    g = new Map();
  return { host: side(h, g), guest: side(g, h) };
};
