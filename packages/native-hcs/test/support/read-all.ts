import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Everything up to the end of the stream. Unlike iteration it leaves a duplex's other direction alone. */
export const readAll = async (stream: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream, 'end');
  return Buffer.concat(chunks);
};
