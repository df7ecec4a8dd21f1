import { waitFor, type GuestSockets, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import { createConnectionQueue, type ConnectionQueueOptions } from '@uvmkit/vsock';
import type { Duplex } from 'node:stream';
import { errors } from '../errors.js';
import type { KeepAlive } from '../operations/keep-alive.js';
import type { Runtime } from '../operations/runtime.js';
import { encodeAddress, serviceIdOfPort, type HyperVAddress } from './hyperv-address.js';
import { HyperVStream } from './hyperv-stream.js';
import { RawSocket, type SocketMaker } from './raw-socket.js';
import { winsockError } from './winsock-errors.js';

/** Winsock 2.2, and the size of a WSADATA on 64-bit Windows. */
const WINSOCK_VERSION = 0x0202;
const WSADATA_BYTES = 408;

/** Connections that wait to be accepted, in Windows and again in this process. */
const BACKLOG = 16;

/** HVSOCKET_CONNECT_TIMEOUT, in milliseconds, at most five minutes. */
const CONNECT_TIMEOUT_OPTION = 1;
const LONGEST_CONNECT_MS = 300_000;
const DEFAULT_CONNECT_MS = 30_000;

/** Waits for connections to one service of this machine. */
export interface ServiceListener extends AsyncDisposable {
  /** The next connection, oldest first. Rejects when the listener closes. */
  accept(options?: WaitOptions): Promise<Duplex>;
  /** Refuses further connections. Accepted ones live on. Closing twice is fine. */
  close(): Promise<void>;
}

/** The sockets of one partition: by vsock port, as a Linux guest names services, or by any service GUID. */
export interface PartitionSockets extends GuestSockets {
  listenService(serviceId: string): Promise<ServiceListener>;
  connectService(serviceId: string, options?: WaitOptions): Promise<Duplex>;
}

/** Hyper-V sockets of this process. */
export class HyperVSockets {
  readonly #maker: SocketMaker;
  readonly #keepAlive: KeepAlive;
  readonly #logger: Logger;
  readonly #listeners = new Set<ServiceListener>();
  #isClosed = false;

  constructor(runtime: Runtime, logger: Logger) {
    this.#maker = runtime;
    this.#keepAlive = runtime.keepAlive;
    this.#logger = logger;
    const failed = runtime.native.ws2_32.WSAStartup(WINSOCK_VERSION, Buffer.alloc(WSADATA_BYTES));
    if (failed !== 0) throw winsockError('WSAStartup', failed);
  }

  /** The sockets of one partition: a virtual machine's runtime id, or one of `partitions`. */
  of(vmId: string): PartitionSockets {
    return {
      listen: async (port) => {
        const serviceId = serviceIdOfPort(port);
        return {
          port,
          ...(await this.#listen({ vmId, serviceId }, { name: `port ${port}`, data: { port } })),
        };
      },
      connect: async (port, options) => this.#connect({ vmId, serviceId: serviceIdOfPort(port) }, options),
      listenService: (serviceId) =>
        this.#listen({ vmId, serviceId }, { name: `service ${serviceId}`, data: { serviceId } }),
      connectService: (serviceId, options) => this.#connect({ vmId, serviceId }, options),
    };
  }

  /** Closes every listener and makes no more. Connections live on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#listeners].map((listener) => listener.close()));
  }

  /** Never waits between opening a socket and noting its listener, so that `close` misses none. */
  async #listen(
    address: HyperVAddress,
    names: Pick<ConnectionQueueOptions, 'name' | 'data'>,
  ): Promise<ServiceListener> {
    this.#refuseWhenClosed(address);
    const bytes = encodeAddress(address);
    const socket = RawSocket.open(this.#maker);
    try {
      socket.bind(bytes);
      socket.listen(BACKLOG);
    } catch (error) {
      await socket.close();
      throw error;
    }
    const queue = createConnectionQueue({ ...names, backlog: BACKLOG });
    socket.onReady = () => this.#acceptAll(socket, (stream) => queue.offer(() => stream));

    const hold = this.#keepAlive.hold();
    const close = async (): Promise<void> => {
      this.#listeners.delete(listener);
      queue.close();
      await socket.close();
      hold[Symbol.dispose]();
    };
    const listener: ServiceListener = { accept: queue.accept, close, [Symbol.asyncDispose]: close };
    this.#listeners.add(listener);
    return listener;
  }

  #refuseWhenClosed({ vmId, serviceId }: HyperVAddress): void {
    if (this.#isClosed)
      throw errors.UVM_HVSOCKET_CLOSED(`Service ${serviceId} of ${vmId}.`, { vmId, serviceId });
  }

  #acceptAll(listening: RawSocket, offer: (stream: HyperVStream) => boolean): void {
    try {
      for (let socket = listening.accept(); socket !== 'wouldBlock'; socket = listening.accept()) {
        const stream = new HyperVStream(socket, this.#keepAlive);
        if (!offer(stream)) stream.destroy();
      }
    } catch (error) {
      this.#logger.warn('A connection of the guest could not be accepted.', { error });
    }
  }

  async #connect(
    address: HyperVAddress,
    { signal, timeoutMs = DEFAULT_CONNECT_MS }: WaitOptions = {},
  ): Promise<Duplex> {
    this.#refuseWhenClosed(address);
    const bytes = encodeAddress(address);
    return waitFor(
      `a connection to ${address.serviceId} of ${address.vmId}`,
      { signal, timeoutMs },
      async (ended) => {
        const socket = RawSocket.open(this.#maker);
        using _ = this.#keepAlive.hold();
        try {
          // Windows' own limit is longer than ours, and it would go on trying.
          socket.setOption(CONNECT_TIMEOUT_OPTION, Math.min(timeoutMs, LONGEST_CONNECT_MS));
          await connected(socket, bytes, ended);
          ended.throwIfAborted();
          return new HyperVStream(socket, this.#keepAlive);
        } catch (error) {
          await socket.close();
          throw error;
        }
      },
    );
  }
}

const connected = (socket: RawSocket, address: Buffer, ended: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    ended.addEventListener('abort', () => reject(ended.reason), { once: true });
    socket.onReady = (events) => {
      if (!events.has('connect')) return;
      const error = events.errorOf('connect');
      if (error === 0) resolve();
      else reject(winsockError('connect', error));
    };
    socket.connect(address);
  });
