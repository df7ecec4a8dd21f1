import { addAbortSignal } from 'node:stream';
import type { GuestSockets, WaitOptions } from '@uvmkit/vmutils';

/** The most entropy that is taken; hosts send 512 bytes. */
export const maxEntropyBytes = 64 * 1024;

/** Reads random bytes from a port of the host until end-of-file, then closes the connection in order. */
export const readEntropy = async (
  sockets: GuestSockets,
  port: number,
  options: WaitOptions = {},
): Promise<Uint8Array> => {
  const stream = await sockets.connect(port, options);
  if (options.signal) addAbortSignal(options.signal, stream);
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The iterator must not destroy the stream at its end: the host would see a reset instead of end-of-file.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk.subarray(0, maxEntropyBytes - size));
    size += chunk.length;
    if (size >= maxEntropyBytes) break;
  }
  stream.end();
  return Buffer.concat(chunks);
};
