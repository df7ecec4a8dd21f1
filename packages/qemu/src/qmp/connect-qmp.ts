import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';

const RETRY_MS = 3;

/** Connects to a socket on which QEMU will listen in a moment. Ends with the signal. */
export const connectWhenThere = async (path: string, signal: AbortSignal): Promise<Duplex> => {
  for (;;) {
    signal.throwIfAborted();
    const socket = await connectOnce(path);
    if (socket) return socket;
    await sleep(RETRY_MS, undefined, { signal });
  }
};

const connectOnce = (path: string): Promise<Duplex | undefined> =>
  new Promise((resolve) => {
    const socket = net.connect({ path });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
