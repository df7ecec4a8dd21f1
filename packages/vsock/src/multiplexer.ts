import type { Duplex } from 'node:stream';
import { silentLogger, waitFor, type GuestSockets, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import { createChannel, type Channel } from './channel.js';
import { errors } from './errors.js';
import { encodeWords, FrameType, type Frame } from './frame.js';
import { decodeHello, encodeHello, type Hello, type Peer, type Role } from './hello.js';
import { defaultLimits, MAX_CREDIT, type MultiplexerLimits } from './limits.js';
import { MultiplexedStream, type StreamCarrier } from './multiplexed-stream.js';
import { createPortTable, type PortTable } from './port-table.js';

export interface MultiplexerOptions<R extends Role> {
  /** The byte stream to the other end. The multiplexer owns it from now on. */
  readonly stream: Duplex;
  readonly role: R;
  /** What this end says of itself. The host says it at once, the guest in answer. */
  readonly hello: Hello<R>;
  /** Listeners that outlive this channel. Without it the multiplexer has its own, and closes them with itself. */
  readonly ports?: PortTable;
  readonly logger?: Logger;
  readonly limits?: Partial<MultiplexerLimits>;
}

/** Many connections over one byte stream. Disposing it resets them all. */
export interface Multiplexer<R extends Role> extends GuestSockets, AsyncDisposable {
  /** The other end's greeting. Rejects when the channel ends before it came. */
  readonly peer: Promise<Hello<Peer<R>>>;
  /** Resolves once, when the channel has ended: with an error unless one end closed it properly. */
  readonly closed: Promise<Error | undefined>;
}

/** Milliseconds that `connect` waits by default. */
export const CONNECT_TIMEOUT_MS = 10_000;

interface Opening {
  readonly port: number;
  readonly accepted: (stream: Duplex) => void;
  readonly failed: (error: Error) => void;
}

const other = { host: 'guest', guest: 'host' } as const;
const firstStreamId = { host: 2, guest: 1 } as const;

class StreamMultiplexer<R extends Role> implements Multiplexer<R>, StreamCarrier {
  readonly peer: Promise<Hello<Peer<R>>>;
  readonly closed: Promise<Error | undefined>;
  readonly #role: R;
  readonly #hello: Hello<R>;
  readonly #logger: Logger;
  readonly #limits: MultiplexerLimits;
  readonly #ports: PortTable;
  readonly #ownsPorts: boolean;
  readonly #channel: Channel;
  readonly #streams = new Map<number, MultiplexedStream>();
  readonly #opening = new Map<number, Opening>();
  /** Streams with something to send, in the order of their turns. */
  readonly #senders = new Set<MultiplexedStream>();
  #sending = false;
  #nextId: number;
  #lastPeerId = 0;
  #greeted = false;
  #greet!: (hello: Hello<Peer<R>>) => void;
  #neverGreeted!: (error: Error) => void;
  #end!: (error: Error | undefined) => void;

  constructor({ stream, role, hello, ports, logger = silentLogger, limits }: MultiplexerOptions<R>) {
    this.#role = role;
    this.#hello = hello;
    this.#logger = logger;
    this.#limits = { ...defaultLimits, ...limits };
    this.#ports = ports ?? createPortTable();
    this.#ownsPorts = ports === undefined;
    this.#nextId = firstStreamId[role];
    this.peer = new Promise((resolve, reject) => {
      this.#greet = resolve;
      this.#neverGreeted = reject;
    });
    // Whoever waits for the greeting sees the rejection; nobody has to.
    this.peer.catch(() => undefined);
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#channel = createChannel({
      stream,
      limits: this.#limits,
      onFrame: (frame) => this.#onFrame(frame),
      onDrain: () => this.#sendInTurn(),
      onClose: (error) => this.#onClose(error),
    });
    if (role === 'host') this.#channel.send(FrameType.hello, 0, encodeHello(hello));
    else this.#channel.send(FrameType.ready, 0);
  }

  listen(port: number): ReturnType<GuestSockets['listen']> {
    return this.#ports.listen(port);
  }

  connect(port: number, { signal, timeoutMs = CONNECT_TIMEOUT_MS }: WaitOptions = {}): Promise<Duplex> {
    const what = `the ${other[this.#role]} to accept a connection on port ${port}`;
    return waitFor(what, { signal, timeoutMs }, async (ended) => {
      await this.peer;
      ended.throwIfAborted();
      return await this.#open(port, ended);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    return Promise.resolve();
  }

  wantsToSend(stream: MultiplexedStream): void {
    this.#senders.add(stream);
    this.#sendInTurn();
  }

  sendEnd(stream: MultiplexedStream, sent: () => void): void {
    this.#channel.send(FrameType.end, stream.id, undefined, () => sent());
    this.#forgetEnded(stream);
  }

  sendCredit(stream: MultiplexedStream, bytes: number): void {
    this.#channel.send(FrameType.credit, stream.id, encodeWords(bytes));
  }

  dropped(stream: MultiplexedStream): void {
    this.#senders.delete(stream);
    if (this.#streams.delete(stream.id)) this.#channel.send(FrameType.reset, stream.id);
  }

  #open(port: number, ended: AbortSignal): Promise<Duplex> {
    if (this.#channel.isClosed) throw errors.UVM_VSOCK_CLOSED();
    if (this.#streams.size + this.#opening.size >= this.#limits.maxStreams || this.#nextId > 0xffff_fffd)
      throw errors.UVM_VSOCK_TOO_MANY_STREAMS(`Port ${port}.`, { port, maxStreams: this.#limits.maxStreams });
    const id = this.#nextId;
    this.#nextId += 2;
    return new Promise<Duplex>((accepted, failed) => {
      this.#opening.set(id, { port, accepted, failed });
      const giveUp = (): void => {
        if (this.#opening.delete(id)) this.#channel.send(FrameType.reset, id);
      };
      ended.addEventListener('abort', giveUp, { once: true });
      this.#channel.send(FrameType.open, id, encodeWords(port, this.#limits.windowBytes));
    });
  }

  /** Gives each stream that can send one frame in turn, so that none starves the others. */
  #sendInTurn(): void {
    if (this.#sending) return;
    this.#sending = true;
    for (const stream of this.#senders) {
      if (this.#channel.isBlocked || this.#channel.isClosed) break;
      this.#senders.delete(stream);
      const next = stream.takeOutgoing(this.#limits.maxFrameBytes);
      if (next === undefined) continue;
      if (stream.canSend) this.#senders.add(stream);
      this.#channel.sendData(stream.id, next.payload, next.sent);
    }
    this.#sending = false;
  }

  #onFrame({ type, stream: id, payload }: Frame): string | undefined {
    if (type === FrameType.hello) return this.#onHello(payload);
    if (type === FrameType.ready)
      return this.#role === 'host' ? undefined : 'a host cannot announce that it is ready';
    if (!this.#greeted) return 'a connection came before the greeting';
    if (type === FrameType.open) return this.#onOpen(id, payload.readUInt32LE(0), payload.readUInt32LE(4));

    const opening = this.#opening.get(id);
    if (opening) return this.#onOpeningFrame(id, opening, type, payload);
    const stream = this.#streams.get(id);
    if (stream) return this.#onStreamFrame(stream, type, payload);
    // What was on its way while this end dropped the stream.
    if (this.#isOwn(id) ? id < this.#nextId : id <= this.#lastPeerId) return undefined;
    return `stream ${id} was never opened`;
  }

  #onHello(payload: Buffer): string | undefined {
    if (this.#greeted) return 'it greeted twice';
    const decoded = decodeHello(other[this.#role], payload);
    if ('problem' in decoded) return decoded.problem;
    if ('version' in decoded) {
      this.#channel.close(errors.UVM_VSOCK_VERSION(`The other end speaks ${decoded.version}.`, decoded));
      return undefined;
    }
    this.#greeted = true;
    if (this.#role === 'guest') this.#channel.send(FrameType.hello, 0, encodeHello(this.#hello));
    this.#greet(decoded.hello as Hello<Peer<R>>);
    return undefined;
  }

  #onOpen(id: number, port: number, window: number): string | undefined {
    if (this.#isOwn(id) || id <= this.#lastPeerId) return `stream ${id} cannot be opened by the other end`;
    if (window > MAX_CREDIT) return `stream ${id} opens with a window of ${window} bytes`;
    this.#lastPeerId = id;
    const room = this.#streams.size + this.#opening.size < this.#limits.maxStreams;
    const accepted =
      room &&
      this.#ports.offer(port, () => {
        this.#channel.send(FrameType.accept, id, encodeWords(this.#limits.windowBytes));
        return this.#addStream(id, window);
      });
    if (!accepted) this.#channel.send(FrameType.reset, id);
    if (this.#logger.isDebugEnabled?.()) this.#logger.debug('guest channel: connection', { port, accepted });
    return undefined;
  }

  #onOpeningFrame(id: number, opening: Opening, type: FrameType, payload: Buffer): string | undefined {
    if (type === FrameType.reset) {
      this.#opening.delete(id);
      opening.failed(errors.UVM_VSOCK_REFUSED(`Port ${opening.port}.`, { port: opening.port }));
      return undefined;
    }
    if (type !== FrameType.accept) return `stream ${id} is not accepted yet`;
    const window = payload.readUInt32LE(0);
    if (window > MAX_CREDIT) return `stream ${id} is accepted with a window of ${window} bytes`;
    this.#opening.delete(id);
    opening.accepted(this.#addStream(id, window));
    return undefined;
  }

  #onStreamFrame(stream: MultiplexedStream, type: FrameType, payload: Buffer): string | undefined {
    const { id } = stream;
    switch (type) {
      case FrameType.data:
        return stream.receive(payload) ? undefined : `stream ${id} sent more than its window`;
      case FrameType.end:
        if (!stream.receiveEnd()) return `stream ${id} ended twice`;
        this.#forgetEnded(stream);
        return undefined;
      case FrameType.credit:
        return stream.receiveCredit(payload.readUInt32LE(0)) ? undefined : `stream ${id} got too much credit`;
      case FrameType.reset:
        this.#streams.delete(id);
        stream.destroy(errors.UVM_VSOCK_RESET());
        return undefined;
      default:
        return `stream ${id} is open already`;
    }
  }

  #onClose(error: Error | undefined): void {
    const gone = errors.UVM_VSOCK_CLOSED('', {}, { cause: error });
    this.#neverGreeted(gone);
    for (const { failed } of this.#opening.values()) failed(gone);
    this.#opening.clear();
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const stream of streams) stream.channelClosed(gone);
    if (this.#ownsPorts) this.#ports.close(gone);
    this.#end(error);
  }

  #addStream(id: number, credit: number): MultiplexedStream {
    const stream = new MultiplexedStream(id, this, this.#limits.windowBytes, credit);
    this.#streams.set(id, stream);
    return stream;
  }

  #forgetEnded(stream: MultiplexedStream): void {
    if (stream.hasEnded) this.#streams.delete(stream.id);
  }

  #isOwn(id: number): boolean {
    return id % 2 === firstStreamId[this.#role] % 2;
  }
}

/**
 * Carries guest sockets over one byte stream.
 *
 * Connections are Node streams with half-close and back pressure in both directions. A slow one holds up no other. What
 * breaks the protocol ends the channel, since the guest is hostile to the host.
 */
export const createMultiplexer = <R extends Role>(options: MultiplexerOptions<R>): Multiplexer<R> =>
  new StreamMultiplexer(options);
