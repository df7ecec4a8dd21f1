import type { Duplex } from 'node:stream';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { encodeFrame, FrameType, HEADER_BYTES } from './frame.js';

/**
 * Waits until the guest's agent says that it is warm, without greeting it: the moment to save a template.
 * What the guest sends afterwards stays in `stream`, which is paused, for the multiplexer to read.
 */
export const waitForReady = (stream: Duplex, options: WaitOptions = {}): Promise<void> =>
  waitFor('the guest agent to be ready', options, async (ended) => {
    const first = await readExactly(stream, HEADER_BYTES, ended);
    if (!first.equals(encodeFrame(FrameType.ready, 0)))
      throw errors.UVM_VSOCK_PROTOCOL('The agent spoke before it was ready.', {
        first: first.toString('hex'),
      });
  });

const readExactly = async (stream: Duplex, size: number, ended: AbortSignal): Promise<Buffer> =>
  new Promise<Buffer>((resolve, reject) => {
    const finish = (settle: () => void): void => {
      stream.off('readable', tryRead);
      stream.off('close', onClose);
      stream.off('end', onClose);
      stream.off('error', onClose);
      ended.removeEventListener('abort', onAbort);
      settle();
    };
    const tryRead = (): void => {
      const read: unknown = stream.read(size);
      if (Buffer.isBuffer(read) && read.length === size) finish(() => resolve(read));
      else if (read !== null) onClose();
    };
    const onClose = (cause?: Error): void =>
      finish(() => reject(errors.UVM_VSOCK_CLOSED('The agent was not ready yet.', {}, { cause })));
    const onAbort = (): void => finish(() => undefined);
    stream.on('readable', tryRead);
    stream.on('close', onClose);
    stream.on('end', onClose);
    stream.on('error', onClose);
    ended.addEventListener('abort', onAbort, { once: true });
    tryRead();
  });
