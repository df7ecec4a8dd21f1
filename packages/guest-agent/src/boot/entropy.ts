import type { GuestSockets, WaitOptions } from '@uvmkit/vmutils';

/** The most entropy that is taken; hosts send 512 bytes. */
export const maxEntropyBytes = 64 * 1024;

/** Reads random bytes from a port of the host until end-of-file. */
export const readEntropy = async (
  sockets: GuestSockets,
  port: number,
  options: WaitOptions = {},
): Promise<Uint8Array> => {
  const stream = await sockets.connect(port, options);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    chunks.push(chunk.subarray(0, maxEntropyBytes - size));
    size += chunk.length;
    if (size >= maxEntropyBytes) break;
  }
  stream.end();
  return Buffer.concat(chunks);
};
