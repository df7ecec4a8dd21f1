import type { Duplex } from 'node:stream';
import type { GuestSockets, Logger } from '@uvmkit/vmutils';
import type { GuestClock } from '../clock.js';
import type { BootArguments, LogLevel } from './boot-arguments.js';
import { formatLogEntry } from './log-entry.js';

/** How much of the log waits for a slow or absent host; what comes beyond is counted and dropped. */
export const maxWaitingLogBytes = 256 * 1024;

/** The agent's log, sent to a port of the host. */
export interface GuestLog {
  readonly logger: Logger;
  /** Connects to the host unless that is done; without a listener the log goes on waiting. Never rejects. */
  connect(): Promise<void>;
  close(): void;
}

export interface GuestLogOptions {
  readonly boot: BootArguments;
  readonly sockets: GuestSockets;
  readonly clock: GuestClock;
  readonly signal: AbortSignal;
}

const order: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

export const createGuestLog = ({
  boot: { logPort, logLevel, logFormat },
  sockets,
  clock,
  signal,
}: GuestLogOptions): GuestLog => {
  let stream: Duplex | undefined;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let dropped = 0;

  const roomFor = (bytes: number): boolean =>
    (stream?.writableLength ?? waitingBytes) + bytes <= maxWaitingLogBytes;

  const send = (line: string): void => {
    if (stream !== undefined) stream.write(line);
    else {
      waiting.push(line);
      waitingBytes += Buffer.byteLength(line);
    }
  };

  const write = (level: LogLevel, message: string, fields: object): void => {
    if (logPort === undefined || order.indexOf(level) < order.indexOf(logLevel)) return;
    const line = formatLogEntry(logFormat, clock.now(), level, message, fields);
    if (!roomFor(Buffer.byteLength(line))) {
      dropped += 1;
      return;
    }
    if (dropped > 0)
      send(formatLogEntry(logFormat, clock.now(), 'warning', 'log entries dropped', { dropped }));
    dropped = 0;
    send(line);
  };

  const loggerWith = (bound: object): Logger => ({
    debug: (message, fields) => write('debug', message, { ...bound, ...fields }),
    info: (message, fields) => write('info', message, { ...bound, ...fields }),
    warn: (message, fields) => write('warning', message, { ...bound, ...fields }),
    error: (message, fields) => write('error', message, { ...bound, ...fields }),
    child: (fields) => loggerWith({ ...bound, ...fields }),
    isDebugEnabled: () => logLevel === 'debug',
  });

  return {
    logger: loggerWith({}),
    async connect() {
      if (logPort === undefined || stream !== undefined) return;
      const connected = await sockets.connect(logPort, { signal }).catch(() => undefined);
      if (connected === undefined) return;
      const lose = (): void => {
        if (stream === connected) stream = undefined;
      };
      connected.on('error', lose).once('close', lose).resume();
      stream = connected;
      for (const line of waiting) stream.write(line);
      waiting = [];
      waitingBytes = 0;
    },
    close() {
      stream?.end();
    },
  };
};
