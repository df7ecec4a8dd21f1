import { Duplex } from 'node:stream';
import type { KeepAlive } from '../operations/keep-alive.js';
import type { RawSocket } from './raw-socket.js';
import { winsockError } from './winsock-errors.js';

const RECEIVE_BYTES = 65_536;
/** Receives in a row before other work of the process gets its turn. */
const RECEIVES_A_TURN = 16;

type Done = (error?: Error | null) => void;

/** What Node tells the writes that a destroyed stream has not begun; this one was under way. */
const cutShort = (): Error =>
  Object.assign(new Error('The stream was destroyed before all bytes of a write were sent.'), {
    code: 'ERR_STREAM_DESTROYED',
  });

/** A connected Hyper-V socket as a Node stream, with half-close and back pressure both ways. */
export class HyperVStream extends Duplex {
  readonly #socket: RawSocket;
  readonly #hold: Disposable;
  readonly #received = Buffer.allocUnsafeSlow(RECEIVE_BYTES);
  #waitsForData = false;
  #unsent: { readonly bytes: Buffer; readonly done: Done } | undefined;

  constructor(socket: RawSocket, keepAlive: KeepAlive) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#hold = keepAlive.hold();
    socket.onReady = (events) => {
      if (this.#waitsForData) this.#receive();
      if (this.#unsent) this.#send(this.#unsent.bytes, this.#unsent.done);
      const cutOff = events.errorOf('close');
      if (cutOff !== 0 && !this.destroyed) this.destroy(winsockError('The connection', cutOff));
    };
  }

  override _read(): void {
    this.#receive();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#send(chunk, done);
  }

  override _final(done: Done): void {
    try {
      this.#socket.endSending();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#waitsForData = false;
    const unsent = this.#unsent;
    this.#unsent = undefined;
    if (unsent) process.nextTick(unsent.done, error ?? cutShort());
    this.#socket
      .close()
      .then(() => done(error), done)
      .finally(() => this.#hold[Symbol.dispose]());
  }

  #receive(): void {
    this.#waitsForData = false;
    for (let turn = 0; turn < RECEIVES_A_TURN; turn += 1) {
      const count = this.#try(() => this.#socket.receive(this.#received));
      if (count === undefined) return;
      if (count === 'wouldBlock') {
        this.#waitsForData = true;
        return;
      }
      if (count === 0) {
        this.push(null);
        return;
      }
      if (!this.push(Buffer.from(this.#received.subarray(0, count)))) return;
    }
    this.#waitsForData = true;
    setImmediate(() => {
      if (this.#waitsForData) this.#receive();
    });
  }

  #send(bytes: Buffer, done: Done): void {
    this.#unsent = undefined;
    let rest = bytes;
    while (rest.length > 0) {
      const part = rest;
      const count = this.#try(() => this.#socket.send(part), done);
      if (count === undefined) return;
      if (count === 'wouldBlock') {
        this.#unsent = { bytes: rest, done };
        return;
      }
      rest = rest.subarray(count);
    }
    done();
  }

  #try<T>(call: () => T, done?: Done): T | undefined {
    if (this.destroyed) {
      done?.(this.errored ?? cutShort());
      return undefined;
    }
    try {
      return call();
    } catch (error) {
      if (done) done(error as Error);
      else this.destroy(error as Error);
      return undefined;
    }
  }
}
