import type { Duplex } from 'node:stream';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { DEFAULT_BACKLOG } from './limits.js';

/** Connections of one listener, between their arrival and whoever accepts them. */
export interface ConnectionQueue {
  /** The next connection, oldest first. Rejects with UVM_VSOCK_LISTENER_CLOSED when the queue closes. */
  accept(options?: WaitOptions): Promise<Duplex>;
  /** Takes the connection in. False, without making it, when the queue is full or closed. */
  offer(connect: () => Duplex): boolean;
  /** Destroys connections that nobody took; waits reject with `cause`. Closing twice is fine. */
  close(cause?: Error): void;
}

export interface ConnectionQueueOptions {
  /** Names the listener in errors: "port 5". */
  readonly name: string;
  /** What the errors carry of it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Connections that are held until they are accepted; 128 by default. */
  readonly backlog?: number | undefined;
}

const nextOf = <T>(items: Iterable<T>): T | undefined => {
  for (const item of items) return item;
  return undefined;
};

const ignore = (): void => undefined;

/**
 * A connection may fail before anybody can listen for its error. That must not end the process: the error is heard here
 * from the offer on, until one turn of the event loop after the connection was handed out.
 */
export const createConnectionQueue = ({
  name,
  data,
  backlog = DEFAULT_BACKLOG,
}: ConnectionQueueOptions): ConnectionQueue => {
  const queue: Duplex[] = [];
  const waiting = new Set<{
    readonly take: (stream: Duplex) => void;
    readonly fail: (error: Error) => void;
  }>();
  let closed: Error | undefined;

  /** One that was destroyed may take a while to close, and is no use to anybody meanwhile. */
  const nextAlive = (): Duplex | undefined => {
    let stream = queue.shift();
    while (stream?.destroyed) stream = queue.shift();
    return stream;
  };

  const handedOut = (stream: Duplex): Duplex => {
    setImmediate(() => stream.off('error', ignore));
    return stream;
  };

  return {
    accept: (options = {}) =>
      waitFor(`a connection to ${name}`, options, (signal) => {
        const queued = nextAlive();
        if (queued) return Promise.resolve(handedOut(queued));
        if (closed) return Promise.reject(closed);
        return new Promise<Duplex>((take, fail) => {
          const waiter = { take, fail };
          waiting.add(waiter);
          signal.addEventListener('abort', () => waiting.delete(waiter), { once: true });
        });
      }),

    offer: (connect) => {
      if (closed || queue.length >= backlog) return false;
      const stream = connect().on('error', ignore);
      const waiter = nextOf(waiting);
      if (waiter) {
        waiting.delete(waiter);
        waiter.take(handedOut(stream));
        return true;
      }
      queue.push(stream);
      stream.once('close', () => {
        const index = queue.indexOf(stream);
        if (index >= 0) queue.splice(index, 1);
      });
      return true;
    },

    close: (cause) => {
      if (closed) return;
      closed = errors.UVM_VSOCK_LISTENER_CLOSED(`Of ${name}.`, data, { cause });
      for (const stream of queue.splice(0)) stream.destroy();
      for (const { fail } of waiting) fail(closed);
      waiting.clear();
    },
  };
};
