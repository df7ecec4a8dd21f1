import { close, read, writev } from 'node:fs';
import { Duplex } from 'node:stream';

const readBytes = 64 * 1024;

/** How much may wait to be written: what comes during one write goes out with the next. */
const writeBytes = 256 * 1024;

/** The most that a virtio port takes at a time: drivers/char/virtio_console.c, `port_fops_write`. */
const segmentBytes = 32 * 1024;

const segmentsOf = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / segmentBytes) }, (_, index) =>
    bytes.subarray(index * segmentBytes, (index + 1) * segmentBytes),
  );

/**
 * A character device as a stream. Node's own streams for files take one direction each; sockets and pipes refuse
 * virtio ports. Owns the descriptor. A read under way ends when the device does.
 */
export class DeviceStream extends Duplex {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    super({ readableHighWaterMark: readBytes, writableHighWaterMark: writeBytes });
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
    this.#writeAll(chunk, done);
  }

  override _writev(parts: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#writeAll(Buffer.concat(parts.map(({ chunk }) => chunk)), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    close(this.#descriptor, (problem) => done(error ?? problem));
  }

  /** One call for many segments: calls are what costs, on an emulated processor above all. */
  #writeAll(bytes: Buffer, done: (error?: Error | null) => void): void {
    writev(this.#descriptor, segmentsOf(bytes), null, (error, count) => {
      if (error) done(error);
      else if (count < bytes.length) this.#writeAll(bytes.subarray(count), done);
      else done();
    });
  }
}
