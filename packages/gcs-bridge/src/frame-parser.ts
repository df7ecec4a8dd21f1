import type { UvmError } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { defaultMaxFrameBytes, type Frame, frameHeaderBytes } from './frame.js';

/** What one chunk completed. After an `error` the stream cannot be understood any more. */
export interface ParsedFrames {
  readonly frames: readonly Frame[];
  readonly error?: UvmError;
}

/** Cuts a byte stream into frames, however it is split into chunks. */
export interface FrameParser {
  /** Takes the next bytes. Never throws; after an error it takes nothing more and repeats the error. */
  push(chunk: Uint8Array): ParsedFrames;
  /** Bytes of an unfinished frame: more than 0 at the end of a stream means that it was cut off. */
  readonly pendingBytes: number;
}

/** A body's buffer starts at most this large and doubles as bytes come, so that announcing a size costs the peer. */
const firstAllocationBytes = 64 * 1024;

/**
 * Starts a parser. The bytes come from a peer that is not trusted: a size is checked before anything is allocated
 * for it.
 *
 * @param maxFrameBytes the largest frame, header included
 */
export const createFrameParser = (maxFrameBytes: number = defaultMaxFrameBytes): FrameParser => {
  const header = Buffer.alloc(frameHeaderBytes);
  let headerFilled = 0;
  let body = Buffer.alloc(0);
  let bodyFilled = 0;
  let bodyBytes = 0;
  let error: UvmError | undefined;

  const takeHeader = (chunk: Uint8Array): number => {
    const taken = Math.min(chunk.length, frameHeaderBytes - headerFilled);
    header.set(chunk.subarray(0, taken), headerFilled);
    headerFilled += taken;
    if (headerFilled < frameHeaderBytes) return taken;
    const size = header.readUInt32LE(4);
    if (size < frameHeaderBytes || size > maxFrameBytes) {
      error = errors.UVM_BRIDGE_FRAME(
        `It says ${size} bytes; ${frameHeaderBytes} to ${maxFrameBytes} are taken.`,
        {
          size,
          maxFrameBytes,
          type: header.readUInt32LE(0),
          id: header.readBigUInt64LE(8),
        },
      );
      return taken;
    }
    bodyBytes = size - frameHeaderBytes;
    body = Buffer.allocUnsafe(Math.min(bodyBytes, firstAllocationBytes));
    bodyFilled = 0;
    return taken;
  };

  const takeBody = (chunk: Uint8Array): number => {
    const taken = Math.min(chunk.length, bodyBytes - bodyFilled);
    if (bodyFilled + taken > body.length) {
      const grown = Buffer.allocUnsafe(Math.min(bodyBytes, Math.max(body.length * 2, bodyFilled + taken)));
      body.copy(grown, 0, 0, bodyFilled);
      body = grown;
    }
    body.set(chunk.subarray(0, taken), bodyFilled);
    bodyFilled += taken;
    return taken;
  };

  const takeFrame = (): Frame => {
    const frame = { type: header.readUInt32LE(0), id: header.readBigUInt64LE(8), body };
    headerFilled = 0;
    body = Buffer.alloc(0);
    bodyFilled = 0;
    bodyBytes = 0;
    return frame;
  };

  return {
    push(chunk) {
      const frames: Frame[] = [];
      let rest = chunk;
      while (error === undefined && rest.length > 0) {
        rest = rest.subarray(headerFilled < frameHeaderBytes ? takeHeader(rest) : takeBody(rest));
        if (error === undefined && headerFilled === frameHeaderBytes && bodyFilled === bodyBytes) {
          frames.push(takeFrame());
        }
      }
      return error === undefined ? { frames } : { frames, error };
    },
    get pendingBytes() {
      return headerFilled + bodyFilled;
    },
  };
};
