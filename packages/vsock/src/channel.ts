import type { Duplex } from 'node:stream';
import { errors } from './errors.js';
import { encodeFrame, encodeHeader, FrameType, type Frame } from './frame.js';
import { createFrameParser } from './frame-parser.js';
import type { MultiplexerLimits } from './limits.js';

export interface ChannelOptions {
  readonly stream: Duplex;
  readonly limits: MultiplexerLimits;
  /** Handles one frame; returns what is wrong with it. */
  readonly onFrame: (frame: Frame) => string | undefined;
  /** More data may be sent. */
  readonly onDrain: () => void;
  /** Called once. No error: this end closed the channel, or the other end did between two frames. */
  readonly onClose: (error: Error | undefined) => void;
}

/** Frames over the byte stream: reading them, writing them, and the one way in which all of it ends. */
export interface Channel {
  /** Whether data should wait: the byte stream has taken enough for now. Control frames never wait. */
  readonly isBlocked: boolean;
  readonly isClosed: boolean;
  /** `sent` is called when the byte stream has passed the frame on, or never will. */
  send(type: FrameType, stream: number, payload?: Buffer, sent?: (error?: Error | null) => void): void;
  sendData(stream: number, payload: Buffer, sent: (error?: Error | null) => void): void;
  close(error?: Error): void;
}

export const createChannel = ({ stream, limits, onFrame, onDrain, onClose }: ChannelOptions): Channel => {
  const parser = createFrameParser(limits);
  let isBlocked = false;
  let isClosed = false;

  const close = (error?: Error): void => {
    if (isClosed) return;
    isClosed = true;
    onClose(error);
    stream.destroy();
  };

  const breach = (problem: string): void => close(errors.UVM_VSOCK_PROTOCOL(`${problem}.`, { problem }));

  const written = (accepted: boolean): void => {
    if (!accepted) isBlocked = true;
    if (stream.writableLength > limits.maxQueuedBytes) breach('the other end sends but does not read');
  };

  stream.on('data', (chunk: Buffer) => {
    if (isClosed) return;
    const { frames, problem } = parser.push(chunk);
    for (const frame of frames) {
      const wrong = onFrame(frame);
      if (wrong !== undefined) breach(wrong);
      if (isClosed) return;
    }
    if (problem !== undefined) breach(problem);
  });
  stream.on('drain', () => {
    isBlocked = false;
    if (!isClosed) onDrain();
  });
  stream.on('end', () => close());
  stream.on('close', () => close());
  stream.on('error', (error) => close(error));

  return {
    get isBlocked() {
      return isBlocked;
    },
    get isClosed() {
      return isClosed;
    },
    send: (type, id, payload, sent) => {
      if (isClosed) sent?.();
      else written(stream.write(encodeFrame(type, id, payload), sent));
    },
    sendData: (id, payload, sent) => {
      if (isClosed) {
        sent(errors.UVM_VSOCK_CLOSED());
        return;
      }
      stream.cork();
      stream.write(encodeHeader(FrameType.data, id, payload.length));
      const accepted = stream.write(payload, sent);
      stream.uncork();
      written(accepted);
    },
    close,
  };
};
