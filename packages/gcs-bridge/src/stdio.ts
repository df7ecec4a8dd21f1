import type { Duplex } from 'node:stream';
import type { GuestListener, GuestSockets, Logger } from '@uvmkit/vmutils';
import type { VsockStdioRelaySettings } from './codecs/execute-process.js';

export const stdioNames = ['stdin', 'stdout', 'stderr'] as const;
export type StdioName = (typeof stdioNames)[number];
export type StdioStreams = Partial<Record<StdioName, Duplex>>;

/** The listeners for one process's streams, open from before its request until the guest has connected. */
export interface StdioListeners {
  readonly relay: VsockStdioRelaySettings;
  /** The connections, as soon as the guest has made all of them. */
  accept(signal: AbortSignal): Promise<StdioStreams>;
  /** Ends the connections made so far: no process came of them. */
  discard(): void;
  /** Stops listening. */
  close(): Promise<void>;
}

/** Hands out stdio ports and keeps account of the open connections. */
export interface Stdio {
  listen(wanted: readonly StdioName[]): Promise<StdioListeners>;
  /** Ends every connection that is still open. */
  destroy(): void;
}

const relayNames = { stdin: 'StdIn', stdout: 'StdOut', stderr: 'StdErr' } as const;

/** The guest's end-of-file is answered by closing at once: a guest may hold back an exit until the host did. */
const closeWithGuest = (name: StdioName, stream: Duplex): void => {
  if (name === 'stdin') stream.resume().once('end', () => stream.destroy());
  else stream.once('end', () => stream.end());
};

export const createStdio = (sockets: GuestSockets, firstPort: number, logger: Logger): Stdio => {
  const open = new Set<Duplex>();
  let nextPort = firstPort;

  const adopt = (name: StdioName, stream: Duplex): void => {
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    // A stream that breaks with its VM must not bring the host program down; `wait` and `closed` report the end.
    stream.on('error', (error) => logger.debug('a process stream broke', { stream: name, error }));
    closeWithGuest(name, stream);
  };

  return {
    async listen(wanted) {
      const relay: VsockStdioRelaySettings = {};
      const streams: StdioStreams = {};
      const listeners: [StdioName, GuestListener][] = [];
      const close = async (): Promise<void> => {
        await Promise.all(listeners.map(([, listener]) => listener.close()));
      };
      try {
        for (const name of wanted) {
          const port = nextPort++;
          listeners.push([name, await sockets.listen(port)]);
          relay[relayNames[name]] = port;
        }
      } catch (error) {
        await close();
        throw error;
      }
      const acceptOne = async (
        [name, listener]: [StdioName, GuestListener],
        signal: AbortSignal,
      ): Promise<void> => {
        const stream = await listener.accept({ signal });
        streams[name] = stream;
        adopt(name, stream);
      };
      return {
        relay,
        close,
        async accept(signal) {
          await Promise.all(listeners.map((entry) => acceptOne(entry, signal)));
          return streams;
        },
        discard() {
          for (const stream of Object.values(streams)) stream.destroy();
        },
      };
    },
    destroy() {
      for (const stream of open) stream.destroy();
    },
  };
};
