import type { Duplex } from 'node:stream';
import { createFrameParser, encodeFrame, type Frame, gcsPorts, responseTypeOf } from '@uvmkit/gcs-bridge';
import type { GuestClock } from '../clock.js';
import { dispatch } from './dispatcher.js';
import type { HandlerContext } from './handler.js';
import type { Session } from './session.js';

/** How long the agent waits before it dials the host again. */
export const redialMs = 100;

/** How many responses are kept for a host that is away; the oldest go first. */
export const maxHeldResponses = 4096;

export interface BridgeServerOptions {
  readonly context: HandlerContext;
  readonly clock: GuestClock;
  readonly maxFrameBytes: number;
  /** Runs before each dial. */
  readonly beforeDial: () => Promise<void>;
}

/**
 * Dials the host's bridge port and serves it, again and again, until the context's signal fires. Requests that are
 * under way when a connection breaks are answered on the next one, under their old ids.
 */
export const serveBridge = async ({
  context,
  clock,
  maxFrameBytes,
  beforeDial,
}: BridgeServerOptions): Promise<void> => {
  const { logger, sockets, signal } = context;
  const held: Buffer[] = [];
  let connected: Duplex | undefined;

  const reply = (response: Buffer): void => {
    if (connected !== undefined) connected.write(response);
    else if (held.push(response) > maxHeldResponses) held.shift();
  };

  const answer = async (frame: Frame, session: Session): Promise<void> => {
    const body = await dispatch(frame, context, session);
    if (body !== undefined) reply(encodeFrame(responseTypeOf(frame.type), frame.id, body));
  };

  const serve = (stream: Duplex): Promise<void> =>
    new Promise((resolve) => {
      const session: Session = { version: undefined };
      const parser = createFrameParser(maxFrameBytes);
      const drop = (): void => void stream.destroy();
      const end = (): void => {
        if (connected === stream) connected = undefined;
        signal.removeEventListener('abort', drop);
        stream.end();
        resolve();
      };
      connected = stream;
      for (const response of held.splice(0)) stream.write(response);
      stream.on('data', (chunk: Uint8Array) => {
        const { frames, error } = parser.push(chunk);
        for (const frame of frames) void answer(frame, session);
        if (error === undefined) return;
        logger.warn('the bridge connection is given up', { error });
        stream.destroy();
      });
      stream.on('error', (error) => logger.debug('the bridge connection broke', { error }));
      // A host that closes only its own direction is gone all the same.
      stream.once('end', end).once('close', end);
      signal.addEventListener('abort', drop, { once: true });
    });

  while (!signal.aborted) {
    try {
      await beforeDial();
      const stream = await sockets.connect(gcsPorts.bridge, { signal });
      logger.info('bridge connected');
      await serve(stream);
      logger.info('bridge lost');
    } catch (error) {
      logger.debug('the host does not take the bridge connection', { error });
    }
    await clock.sleep(redialMs, signal).catch(() => undefined);
  }
};
