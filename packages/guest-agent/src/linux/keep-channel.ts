import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { GuestSockets } from '@uvmkit/vmutils';
import { createMultiplexer, type Hello, type Multiplexer } from '@uvmkit/vsock';
import type { GuestClock } from '../clock.js';
import { errors } from '../errors.js';

/** How long the first channel may take to bring the host's greeting. A host that is there has sent it before. */
export const greetingMs = 100;

/** How long after a cold start the warm-up waits, so that it does not hold up the host's first command. */
export const warmUpDelayMs = 1000;

/** The least time between two openings: a channel without a host ends at once. */
export const reopenMs = 50;

export interface ChannelKeeperOptions {
  /** Opens the channel, as soon as that is possible. */
  readonly open: (signal: AbortSignal) => Promise<Duplex>;
  readonly agentVersion: string;
  /** A host has greeted: the first one, the same one again, or that of a clone. */
  readonly onHost: (hello: Hello<'host'>) => void;
  /** Does, once, what would make the first use of something slow. */
  readonly warmUp: () => Promise<void>;
  readonly clock: GuestClock;
  readonly signal: AbortSignal;
}

/** The host's sockets across all channels. */
export interface ChannelKeeper {
  /** Connections fail while there is no channel. */
  readonly sockets: GuestSockets;
  /** Resolves after the signal; rejects when something breaks that no other channel would mend. */
  readonly done: Promise<void>;
}

const hasBytes = async (stream: Duplex, clock: GuestClock): Promise<boolean> => {
  const patience = new AbortController();
  const late = clock.sleep(greetingMs, patience.signal).catch(() => undefined);
  const readable = once(stream, 'readable', { signal: patience.signal }).catch(() => undefined);
  await Promise.race([late, readable]);
  patience.abort();
  return stream.readableLength > 0;
};

/**
 * Keeps a channel to the host: opens it again whenever it ends, which it does when the host starts anew and in a VM
 * that was cloned. Opening a channel tells the host that the agent is ready, and a template may be saved at that
 * moment; so without a waiting host the agent warms up first, and with one it serves first.
 */
export const keepChannel = ({
  open,
  agentVersion,
  onHost,
  warmUp,
  clock,
  signal,
}: ChannelKeeperOptions): ChannelKeeper => {
  let current: Multiplexer<'guest'> | undefined;

  const serve = async (stream: Duplex): Promise<void> => {
    const closed = new Promise<void>((resolve) => stream.once('close', resolve));
    current = createMultiplexer({ stream, role: 'guest', hello: { agentVersion } });
    current.peer.then(onHost, () => undefined);
    await current.closed;
    current = undefined;
    stream.destroy();
    // The port opens only once at a time.
    await closed;
  };

  const run = async (): Promise<void> => {
    let warm: Promise<void> | undefined;
    const end = (): void => void current?.[Symbol.asyncDispose]();
    signal.addEventListener('abort', end, { once: true });
    while (!signal.aborted) {
      const pause = clock.sleep(reopenMs, signal).catch(() => undefined);
      const stream = (await open(signal)).on('error', () => undefined);
      if (warm === undefined && !(await hasBytes(stream, clock))) await (warm = warmUp());
      warm ??= clock.sleep(warmUpDelayMs, signal).then(warmUp, () => undefined);
      if (signal.aborted) stream.destroy();
      if (!stream.destroyed) await serve(stream);
      await pause;
    }
    await warm;
  };
  const done = run().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });

  const channel = (): Multiplexer<'guest'> => {
    if (current === undefined) throw errors.UVM_AGENT_PORT('There is no channel to a host at the moment.');
    return current;
  };
  return {
    sockets: {
      listen: async (port) => channel().listen(port),
      connect: async (port, options) => channel().connect(port, options),
    },
    done,
  };
};
