import type { Duplex } from 'node:stream';
import {
  type GuestSockets,
  type Logger,
  silentLogger,
  UvmError,
  waitFor,
  type WaitOptions,
} from '@uvmkit/vmutils';
import type { GuestCapabilities } from './codecs/negotiate-protocol.js';
import { nullGuid } from './constants.js';
import { defaultMaxFrameBytes } from './frame.js';
import { type ExecOptions, type GuestProcess, startProcess } from './guest-process.js';
import { messages } from './messages.js';
import { negotiate } from './negotiate.js';
import { gcsPorts } from './ports.js';
import { createRequestChannel, type RequestChannel } from './request-channel.js';
import { createStdio } from './stdio.js';

export interface BridgeOptions extends WaitOptions {
  /** The connection that the guest made to `gcsPorts.bridge`. The bridge owns it from here on. */
  readonly stream: Duplex;
  /** Carries the streams of processes: the bridge listens, the guest dials. */
  readonly sockets: GuestSockets;
  readonly logger?: Logger;
  /** The id of the first request; a host that comes back to a guest starts above all ids used before. */
  readonly firstRequestId?: bigint;
  /** The first port for streams of processes; the same holds for a host that comes back. */
  readonly firstStdioPort?: number;
  /** The largest frame taken from the guest, header included; 16 MiB by default. */
  readonly maxFrameBytes?: number;
}

export interface ShutdownOptions extends WaitOptions {
  /** Power off at once instead of in good order. */
  readonly force?: boolean;
}

/** A negotiated connection to the agent of one guest. Disposing it ends the connection and all process streams. */
export interface GcsBridge extends AsyncDisposable {
  /** The protocol version in use. */
  readonly version: number;
  /** What the guest says it can do. */
  readonly capabilities: GuestCapabilities;
  /** Starts a process in the VM, outside any container. Deadline: 1 minute. */
  exec(options: ExecOptions): Promise<GuestProcess>;
  /**
   * Asks the guest to power off and waits for the connection to end, by default 30 seconds. On a bridge that has
   * ended it returns at once.
   */
  shutdown(options?: ShutdownOptions): Promise<void>;
  /** Any request of the protocol, for what has no method of its own: `bridge.request(messages.GetProperties, …)`. */
  readonly request: RequestChannel['request'];
  /** Resolves once when the connection has ended: with an error unless either side closed it in good order. */
  readonly closed: Promise<UvmError | undefined>;
}

const isClosed = (error: unknown): boolean => error instanceof UvmError && error.code === 'UVM_BRIDGE_CLOSED';

const shutdown = (
  channel: RequestChannel,
  { force = false, signal, timeoutMs }: ShutdownOptions,
): Promise<void> => {
  const message = force ? messages.ShutdownForced : messages.ShutdownGraceful;
  return waitFor(
    'the guest to power off',
    { signal, timeoutMs: timeoutMs ?? message.timeoutMs },
    async (given) => {
      try {
        await channel.request(message, { ContainerId: nullGuid, ActivityId: nullGuid }, { signal: given });
      } catch (error) {
        // A guest that powers off does not answer: its connection ends.
        if (!isClosed(error)) throw error;
      }
      await channel.closed;
    },
  );
};

/**
 * Takes over the connection that a guest's agent made, and negotiates. Rejects, and closes the connection, when the
 * guest does not negotiate within a minute.
 *
 * @example
 * await using bridge = await connectBridge({ stream: await listener.accept(), sockets });
 * const process = await bridge.exec({ args: ['uname', '-r'], stdout: true });
 * process.stdout?.pipe(output);
 * const { exitCode } = await process.wait();
 */
export const connectBridge = async ({
  stream,
  sockets,
  logger = silentLogger,
  firstRequestId: firstId = 0n,
  firstStdioPort = gcsPorts.firstStdio,
  maxFrameBytes = defaultMaxFrameBytes,
  ...wait
}: BridgeOptions): Promise<GcsBridge> => {
  const channel = createRequestChannel({ stream, logger, firstId, maxFrameBytes });
  const stdio = createStdio(sockets, firstStdioPort, logger);
  try {
    const { version, capabilities } = await negotiate(channel, wait);
    logger.debug('bridge negotiated', { version, capabilities });
    return {
      version,
      capabilities,
      closed: channel.closed,
      request: channel.request,
      exec: (options) => startProcess(channel, stdio, options),
      shutdown: (options = {}) => shutdown(channel, options),
      async [Symbol.asyncDispose]() {
        stdio.destroy();
        channel.close();
        await channel.closed;
      },
    };
  } catch (error) {
    channel.close();
    throw error;
  }
};
