import type { Duplex } from 'node:stream';
import type { WaitOptions } from './wait.js';

/** Waits for connections that the guest makes to one port of the host. */
export interface GuestListener extends AsyncDisposable {
  readonly port: number;
  /** The next connection, oldest first. Rejects when the listener closes. */
  accept(options?: WaitOptions): Promise<Duplex>;
  /** Refuses further connections. Accepted ones live on. Closing twice is fine. */
  close(): Promise<void>;
}

/**
 * Sockets between the host and one guest, whatever carries them: hvsock, vsock, a multiplexed serial port, or this
 * process. Streams are Node streams with half-close: `end()` sends end-of-file and leaves the other direction open.
 */
export interface GuestSockets {
  /** Listens on a host port. Listen before the guest starts, since a guest does not retry a refused connection. */
  listen(port: number): Promise<GuestListener>;
  /** Connects to a port that a program in the guest listens on. */
  connect(port: number, options?: WaitOptions): Promise<Duplex>;
}
