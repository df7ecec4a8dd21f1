import { Duplex } from 'node:stream';
import { errors } from './errors.js';
import { MAX_CREDIT } from './limits.js';
import { ReceiveQueue } from './receive-queue.js';

/** What a stream asks of the channel that carries it. */
export interface StreamCarrier {
  /** The stream has bytes to send and credit to send them. */
  wantsToSend(stream: MultiplexedStream): void;
  /** `sent` is called once end-of-file has left this process. */
  sendEnd(stream: MultiplexedStream, sent: () => void): void;
  sendCredit(stream: MultiplexedStream, bytes: number): void;
  /** The stream is destroyed; tell the other end unless both directions had ended. */
  dropped(stream: MultiplexedStream): void;
}

interface Outgoing {
  readonly chunk: Buffer;
  sent: number;
  readonly done: (error?: Error | null) => void;
}

// Payloads beyond this stay in the receive queue, where their memory is accounted for.
const READ_AHEAD_BYTES = 16_384;

const ignore = (): void => undefined;

/** One connection of the channel, as a Node stream. `destroy()` resets it. */
export class MultiplexedStream extends Duplex {
  readonly id: number;
  readonly #carrier: StreamCarrier;
  readonly #windowBytes: number;
  readonly #received = new ReceiveQueue();
  #window: number;
  #consumed = 0;
  #wanted = false;
  #credit: number;
  #outgoing: Outgoing | undefined;
  #localEnded = false;
  #remoteEnded = false;
  #pushedEnd = false;

  constructor(id: number, carrier: StreamCarrier, windowBytes: number, credit: number) {
    super({ allowHalfOpen: true, readableHighWaterMark: READ_AHEAD_BYTES });
    this.id = id;
    this.#carrier = carrier;
    this.#windowBytes = windowBytes;
    this.#window = windowBytes;
    this.#credit = credit;
    // The guest may reset a connection before anybody holds it. That must not end the host's process.
    this.on('error', ignore);
  }

  get hasEnded(): boolean {
    return this.#localEnded && this.#remoteEnded;
  }

  get canSend(): boolean {
    return this.#outgoing !== undefined && this.#credit > 0;
  }

  /** The next bytes to send, at most `limit`, and what to call once they are handed over. */
  takeOutgoing(limit: number): { readonly payload: Buffer; readonly sent: Outgoing['done'] } | undefined {
    const outgoing = this.#outgoing;
    if (outgoing === undefined || this.#credit === 0) return undefined;
    const start = outgoing.sent;
    const payload = outgoing.chunk.subarray(start, start + Math.min(limit, this.#credit));
    outgoing.sent += payload.length;
    this.#credit -= payload.length;
    const complete = outgoing.sent === outgoing.chunk.length;
    if (complete) this.#outgoing = undefined;
    return { payload, sent: (error) => (complete ? outgoing.done(error) : undefined) };
  }

  /** Takes bytes of the other end. False when it sent more than it may. */
  receive(payload: Buffer): boolean {
    if (this.#remoteEnded || payload.length > this.#window) return false;
    this.#window -= payload.length;
    this.#received.push(payload);
    this.#deliver();
    return true;
  }

  /** Takes the other end's end-of-file. False when it had come before. */
  receiveEnd(): boolean {
    if (this.#remoteEnded) return false;
    this.#remoteEnded = true;
    this.#deliver();
    return true;
  }

  /** Takes credit from the other end. False when it is more than a stream may hold. */
  receiveCredit(bytes: number): boolean {
    if (this.#credit + bytes > MAX_CREDIT) return false;
    this.#credit += bytes;
    if (this.canSend) this.#carrier.wantsToSend(this);
    return true;
  }

  /** The channel is gone. What had arrived completely stays readable; everything else fails with `error`. */
  channelClosed(error: Error): void {
    if (this.#remoteEnded && this.#outgoing === undefined) this.end();
    else this.destroy(error);
  }

  override _read(): void {
    this.#wanted = true;
    this.#deliver();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (chunk.length === 0) {
      done();
      return;
    }
    this.#outgoing = { chunk, sent: 0, done };
    if (this.canSend) this.#carrier.wantsToSend(this);
  }

  override _writev(
    chunks: readonly { chunk: Buffer; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#localEnded = true;
    this.#carrier.sendEnd(this, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#received.clear();
    const outgoing = this.#outgoing;
    this.#outgoing = undefined;
    this.#carrier.dropped(this);
    outgoing?.done(error ?? errors.UVM_VSOCK_RESET('This end destroyed the stream.'));
    done(error);
  }

  #deliver(): void {
    while (this.#wanted && !this.#received.isEmpty) {
      const chunk = this.#received.shift();
      if (chunk === undefined) break;
      this.#wanted = false;
      this.#consumed += chunk.length;
      // Pushing may call `_read` at once, which sets `#wanted` again.
      if (this.push(chunk)) this.#wanted = true;
    }
    if (this.#received.isEmpty && this.#remoteEnded && !this.#pushedEnd) {
      this.#pushedEnd = true;
      this.push(null);
    }
    if (!this.#remoteEnded && this.#consumed >= this.#windowBytes / 2) {
      this.#window += this.#consumed;
      this.#carrier.sendCredit(this, this.#consumed);
      this.#consumed = 0;
    }
  }
}
