import type { Duplex } from 'node:stream';
import type { GuestListener } from '@uvmkit/vmutils';
import { createConnectionQueue, type ConnectionQueue } from './connection-queue.js';
import { errors } from './errors.js';

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

/** Ports on which one end accepts connections. */
export const createPortTable = ({ backlog }: PortTableOptions = {}): PortTable => {
  const ports = new Map<number, ConnectionQueue>();
  let closed: { readonly cause: Error | undefined } | undefined;

  const open = (port: number): GuestListener => {
    if (closed) throw errors.UVM_VSOCK_CLOSED(`Port ${port}.`, { port }, { cause: closed.cause });
    if (ports.has(port)) throw errors.UVM_VSOCK_PORT_IN_USE(`Port ${port}.`, { port });
    const queue = createConnectionQueue({ name: `port ${port}`, data: { port }, backlog });
    ports.set(port, queue);
    const close = async (): Promise<void> => {
      if (ports.get(port) === queue) ports.delete(port);
      queue.close();
    };
    return { port, accept: queue.accept, close, [Symbol.asyncDispose]: close };
  };

  return {
    listen: async (port) => open(port),
    offer: (port, connect) => ports.get(port)?.offer(connect) ?? false,
    close: (cause) => {
      closed ??= { cause };
      for (const queue of ports.values()) queue.close(cause);
      ports.clear();
    },
  };
};
