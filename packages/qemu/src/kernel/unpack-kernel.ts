import { execFile } from 'node:child_process';
import { gunzip } from 'node:zlib';
import type { Logger } from '@uvmkit/vmutils';
import { bzImagePayload, type BzImagePayload } from './bzimage.js';
import { unpackLz4Legacy } from './lz4-legacy.js';
import { hasPvhNote } from './pvh-note.js';

/**
 * The ELF image inside a bzImage, which QEMU enters directly: that saves the guest unpacking itself. Undefined when it
 * is packed in a way that cannot be undone here, or has no PVH entry; the bzImage then boots as it is.
 */
export const unpackKernel = async (
  bzImage: Buffer,
  logger: Logger,
  signal?: AbortSignal,
): Promise<Buffer | undefined> => {
  const payload = bzImagePayload(bzImage);
  if (payload === undefined) return undefined;
  const elf = await unpack(payload, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    logger.debug('the kernel could not be unpacked and boots as it is', { packing: payload.packing, error });
    return undefined;
  });
  return elf !== undefined && elf.length === payload.unpackedBytes && hasPvhNote(elf) ? elf : undefined;
};

const unpack = async (
  { packing, packed, unpackedBytes }: BzImagePayload,
  signal: AbortSignal | undefined,
): Promise<Buffer | undefined> => {
  switch (packing) {
    case 'lz4':
      return unpackLz4Legacy(packed, unpackedBytes);
    case 'xz':
      return unpackXz(packed, unpackedBytes, signal);
    case 'gzip':
      return unpackGzip(packed, unpackedBytes);
    case 'unknown':
      return undefined;
  }
};

const unpackGzip = (packed: Buffer, maxOutputLength: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    gunzip(packed, { maxOutputLength }, (error, unpacked) => (error ? reject(error) : resolve(unpacked)));
  });

/** Kernels use xz's filter for x86 code, which smaller unpackers lack: so this asks the tool. */
const unpackXz = (packed: Buffer, maxBuffer: number, signal: AbortSignal | undefined): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', maxBuffer: maxBuffer + 1, signal } as const;
    const xz = execFile('xz', ['--decompress', '--stdout', '--single-stream'], options, (error, unpacked) => {
      if (error) reject(error);
      else resolve(unpacked);
    });
    xz.stdin?.on('error', () => undefined);
    xz.stdin?.end(packed);
  });
