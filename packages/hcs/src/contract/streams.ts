import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing has moved for so long: the writer is taken to wait for its reader. */
const STALL_MS = 250;
const CHUNK_BYTES = 65_536;

/** Everything that comes until end-of-file. The own side stays as it is: a plain `for await` would end it. */
export const readAll = async (
  stream: Duplex,
  afterChunk: () => Promise<unknown> = async () => undefined,
): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    await afterChunk();
  }
  return Buffer.concat(chunks);
};

/** Reads just so many bytes, or fewer when end-of-file comes first. */
export const readBytes = async (stream: Duplex, count: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let missing = count;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer;
    chunks.push(bytes.subarray(0, missing));
    if (bytes.length > missing) stream.unshift(bytes.subarray(missing));
    missing -= Math.min(missing, bytes.length);
    if (missing === 0) break;
  }
  return Buffer.concat(chunks);
};

/** Resolves when the stream has taken the bytes, which it does not before there is room for them. */
export const write = (stream: Duplex, bytes: Uint8Array | string): Promise<void> =>
  new Promise((resolve, reject) => stream.write(bytes, (error) => (error ? reject(error) : resolve())));

/** Resolves when the stream is closed, in order or not. */
export const closed = (stream: Duplex): Promise<void> =>
  stream.destroyed ? Promise.resolve() : new Promise((resolve) => stream.once('close', () => resolve()));

/** Bytes that differ from one place to the next, so that lost and swapped ones show. */
export const pattern = (bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) buffer.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  return buffer;
};

/** A digest, so that a difference is printed in one line. */
export const digest = (bytes: Uint8Array): string =>
  `${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`;

/** Writes all of it, one chunk after the other, and tells how far it has come. */
export const pump = (stream: Duplex, bytes: Buffer) => {
  let taken = 0;
  const done = (async () => {
    while (taken < bytes.length) {
      const chunk = bytes.subarray(taken, taken + CHUNK_BYTES);
      await write(stream, chunk);
      taken += chunk.length;
    }
  })();
  done.catch(() => undefined);
  return {
    done,
    /** Waits until no byte moves any more, and gives the number of those that were taken. */
    stalled: async (): Promise<number> => {
      let before = -1;
      while (before !== taken && taken < bytes.length) {
        before = taken;
        await sleep(STALL_MS);
      }
      return taken;
    },
  };
};
