import { Duplex } from 'node:stream';
import { errors } from './errors.js';

const ignore = (): void => undefined;

/** One end of a connection inside this process. */
export class PairedStream extends Duplex {
  #other: PairedStream | undefined;
  #resume: (() => void) | undefined;
  #ended = false;

  constructor() {
    super({ allowHalfOpen: true });
    this.on('error', ignore);
  }

  join(other: PairedStream): void {
    this.#other = other;
  }

  /** Ends the connection from outside. What had arrived completely stays readable; all else fails with `error`. */
  cut(error: Error): void {
    const other = this.#other;
    const arrived = other !== undefined && other.#ended;
    this.#other = undefined;
    if (arrived && this.writableLength === 0) this.end();
    else this.destroy(error);
  }

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // The writer may use its buffer again as soon as it is called back.
    const copy = Buffer.from(chunk);
    queueMicrotask(() => {
      const other = this.#other;
      if (other === undefined || other.destroyed) done(errors.UVM_VSOCK_RESET());
      else if (other.push(copy)) done();
      else other.#resume = done;
    });
  }

  override _final(done: (error?: Error | null) => void): void {
    queueMicrotask(() => {
      this.#ended = true;
      if (this.#other?.destroyed === false) this.#other.push(null);
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const other = this.#other;
    this.#other = undefined;
    if (other?.destroyed === false && !(this.#ended && other.#ended)) other.destroy(errors.UVM_VSOCK_RESET());
    done(error);
  }
}

/** Two ends of a connection inside this process, with half-close and back pressure. `destroy()` resets the other end. */
export const createStreamPair = (): readonly [PairedStream, PairedStream] => {
  const near = new PairedStream();
  const far = new PairedStream();
  near.join(far);
  far.join(near);
  return [near, far];
};
