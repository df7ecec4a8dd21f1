import { close, read, write } from 'node:fs';
import { Duplex } from 'node:stream';

const readBytes = 64 * 1024;

/**
 * A character device as a stream. Node's own streams for files take one direction each; sockets and pipes refuse
 * virtio ports. Owns the descriptor. A read under way ends when the device does.
 */
export class DeviceStream extends Duplex {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    super({ readableHighWaterMark: readBytes, writableHighWaterMark: readBytes });
    this.#descriptor = descriptor;
  }

  override _read(): void {
    const buffer = Buffer.allocUnsafe(readBytes);
    read(this.#descriptor, buffer, 0, readBytes, null, (error, count) => {
      if (error) this.destroy(error);
      else this.push(count === 0 ? null : buffer.subarray(0, count));
    });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    write(this.#descriptor, chunk, 0, chunk.length, null, (error, count) => {
      if (error) done(error);
      else if (count < chunk.length) this._write(chunk.subarray(count), _encoding, done);
      else done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    close(this.#descriptor, (problem) => done(error ?? problem));
  }
}
