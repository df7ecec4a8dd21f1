import type { Duplex } from 'node:stream';
import { waitFor, type GuestSockets, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import {
  CONNECT_TIMEOUT_MS,
  createMultiplexer,
  createPortTable,
  type Hello,
  type Multiplexer,
} from '@uvmkit/vsock';

interface GuestChannelOptions {
  /** What the host says of itself, made anew for each greeting. */
  readonly hello: () => Hello<'host'>;
  readonly logger: Logger;
}

/**
 * The host's end of the channel to the guest's agent, before, between and after the byte streams that carry it.
 *
 * The host greets once QEMU is connected and the guest has its port open: then the clock in the greeting is right.
 */
export class GuestChannel implements GuestSockets {
  readonly #options: GuestChannelOptions;
  readonly #ports = createPortTable();
  readonly #waiting = new Set<(multiplexer: Multiplexer<'host'>) => void>();
  readonly #failing = new Set<(error: Error) => void>();
  #stream: Duplex | undefined;
  #portIsOpen = false;
  #multiplexer: Multiplexer<'host'> | undefined;
  #closed: Error | undefined;

  constructor(options: GuestChannelOptions) {
    this.#options = options;
  }

  listen(port: number): ReturnType<GuestSockets['listen']> {
    return this.#ports.listen(port);
  }

  connect(port: number, { signal, timeoutMs = CONNECT_TIMEOUT_MS }: WaitOptions = {}): Promise<Duplex> {
    const what = `the guest to accept a connection on port ${port}`;
    return waitFor(what, { signal, timeoutMs }, async (ended) => {
      const multiplexer = await this.#connected(ended);
      return multiplexer.connect(port, { signal: ended, timeoutMs: Infinity });
    });
  }

  /** Waits until the agent has answered the greeting. */
  async agent(options: WaitOptions): Promise<Hello<'guest'>> {
    return waitFor(
      'the guest agent to answer',
      options,
      async (ended) => (await this.#connected(ended)).peer,
    );
  }

  /** QEMU has connected, for the first time or again. */
  attach(stream: Duplex): void {
    stream.on('error', (error) => {
      if (!this.#closed) this.#options.logger.debug('guest channel', { error });
    });
    stream.once('close', () => {
      if (this.#stream === stream) this.#stream = undefined;
    });
    this.#stream?.destroy();
    this.#stream = stream;
    this.#multiplexer = undefined;
    this.#greet();
  }

  /** The guest has opened or closed the port. */
  portChanged(isOpen: boolean): void {
    this.#portIsOpen = isOpen;
    // Another agent may open the port next, to which nothing of this conversation means anything. QEMU connects again.
    if (!isOpen && this.#multiplexer) this.#stream?.destroy();
    this.#greet();
  }

  /** Ends every connection, listener and wait. */
  close(cause: Error): void {
    if (this.#closed) return;
    this.#closed = cause;
    this.#ports.close(cause);
    for (const fail of this.#failing) fail(cause);
    this.#stream?.destroy(cause);
  }

  #greet(): void {
    const stream = this.#stream;
    if (!stream || stream.destroyed || !this.#portIsOpen || this.#multiplexer || this.#closed) return;
    const { hello, logger } = this.#options;
    const multiplexer = createMultiplexer({
      stream,
      role: 'host',
      hello: hello(),
      ports: this.#ports,
      logger,
    });
    this.#multiplexer = multiplexer;
    for (const resolve of this.#waiting) resolve(multiplexer);
    void multiplexer.closed.then((error) => {
      if (error && !this.#closed) logger.warn('the guest channel broke', { error });
      if (this.#multiplexer === multiplexer) this.#multiplexer = undefined;
    });
  }

  #connected(ended: AbortSignal): Promise<Multiplexer<'host'>> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (this.#multiplexer) return Promise.resolve(this.#multiplexer);
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        this.#waiting.delete(done);
        this.#failing.delete(fail);
        ended.removeEventListener('abort', forget);
      };
      const done = (multiplexer: Multiplexer<'host'>): void => {
        forget();
        resolve(multiplexer);
      };
      const fail = (error: Error): void => {
        forget();
        reject(error);
      };
      this.#waiting.add(done);
      this.#failing.add(fail);
      ended.addEventListener('abort', forget, { once: true });
    });
  }
}
