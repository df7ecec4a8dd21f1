/**
 * One frame: `u32 payload length, u8 type, 3 zero bytes, u32 stream`, little-endian, then the payload.
 * Stream 0 is the channel itself. The host numbers the streams it opens 2, 4, 6…, the guest 1, 3, 5…
 */
export const HEADER_BYTES = 12;

/** The values of a frame's type byte. */
export const FrameType = {
  /** JSON greeting: the host's first, then the guest's. */
  hello: 1,
  /** Guest to host: the agent is warm and waits for the host's greeting. */
  ready: 2,
  /** Opens a stream. Payload: `u32 port, u32 window` that the opener grants. */
  open: 3,
  /** Accepts a stream. Payload: `u32 window`. */
  accept: 4,
  /** Refuses a stream, or drops it. */
  reset: 5,
  data: 6,
  /** No more data in this direction. */
  end: 7,
  /** Grants more window. Payload: `u32 bytes`. */
  credit: 8,
} as const;

export type FrameType = (typeof FrameType)[keyof typeof FrameType];

export interface Frame {
  readonly type: FrameType;
  readonly stream: number;
  readonly payload: Buffer;
}

export const encodeHeader = (type: FrameType, stream: number, payloadBytes: number): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(payloadBytes, 0);
  header.writeUInt8(type, 4);
  header.writeUInt32LE(stream, 8);
  return header;
};

export const encodeFrame = (type: FrameType, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([encodeHeader(type, stream, payload.length), payload]);

/** Payload of 32-bit numbers, as `open`, `accept` and `credit` have it. */
export const encodeWords = (...words: readonly number[]): Buffer => {
  const payload = Buffer.alloc(words.length * 4);
  words.forEach((word, index) => payload.writeUInt32LE(word, index * 4));
  return payload;
};
