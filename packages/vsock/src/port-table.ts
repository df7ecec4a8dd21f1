import type { Duplex } from 'node:stream';
import { waitFor, type GuestListener, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { DEFAULT_BACKLOG } from './limits.js';

/** The listeners of one end, which exist before and after any channel that brings them connections. */
export interface PortTable {
  listen(port: number): Promise<GuestListener>;
  /** Hands a connection to the listener of `port`. False when there is none or its queue is full. */
  offer(port: number, connect: () => Duplex): boolean;
  /** Closes every listener, and refuses new ones; waits for connections reject with `cause`. */
  close(cause?: Error): void;
}

interface PortTableOptions {
  /** Connections that one listener holds until they are accepted; 128 by default. */
  readonly backlog?: number;
}

interface Listening {
  readonly queue: Duplex[];
  readonly waiting: Set<{ readonly take: (stream: Duplex) => void; readonly fail: (error: Error) => void }>;
  close(cause?: Error): void;
}

const nextOf = <T>(items: Iterable<T>): T | undefined => {
  for (const item of items) return item;
  return undefined;
};

/** Ports on which one end accepts connections. */
export const createPortTable = ({ backlog = DEFAULT_BACKLOG }: PortTableOptions = {}): PortTable => {
  const ports = new Map<number, Listening>();
  let closed: { readonly cause: Error | undefined } | undefined;

  const open = (port: number): GuestListener => {
    if (closed) throw errors.UVM_VSOCK_CLOSED(`Port ${port}.`, { port }, { cause: closed.cause });
    if (ports.has(port)) throw errors.UVM_VSOCK_PORT_IN_USE(`Port ${port}.`, { port });
    let ended: Error | undefined;
    const queue: Duplex[] = [];
    const waiting: Listening['waiting'] = new Set();

    const close = (cause?: Error): void => {
      if (ended) return;
      ended = errors.UVM_VSOCK_LISTENER_CLOSED(`Port ${port}.`, { port }, { cause });
      ports.delete(port);
      for (const stream of queue.splice(0)) stream.destroy();
      for (const { fail } of waiting) fail(ended);
      waiting.clear();
    };

    const accept = (options: WaitOptions = {}): Promise<Duplex> =>
      waitFor(`the guest to connect to port ${port}`, options, (signal) => {
        const queued = queue.shift();
        if (queued) return Promise.resolve(queued);
        if (ended) return Promise.reject(ended);
        return new Promise<Duplex>((take, fail) => {
          const waiter = { take, fail };
          waiting.add(waiter);
          signal.addEventListener('abort', () => waiting.delete(waiter), { once: true });
        });
      });

    ports.set(port, { queue, waiting, close });
    const closeListener = (): Promise<void> => Promise.resolve(close());
    return { port, accept, close: closeListener, [Symbol.asyncDispose]: closeListener };
  };

  const offer = (port: number, connect: () => Duplex): boolean => {
    const listening = ports.get(port);
    if (!listening || listening.queue.length >= backlog) return false;
    const stream = connect();
    const waiter = nextOf(listening.waiting);
    if (waiter) {
      listening.waiting.delete(waiter);
      waiter.take(stream);
      return true;
    }
    listening.queue.push(stream);
    stream.once('close', () => {
      const index = listening.queue.indexOf(stream);
      if (index >= 0) listening.queue.splice(index, 1);
    });
    return true;
  };

  return {
    listen: async (port) => open(port),
    offer,
    close: (cause) => {
      closed ??= { cause };
      for (const listening of [...ports.values()]) listening.close(cause);
    },
  };
};
