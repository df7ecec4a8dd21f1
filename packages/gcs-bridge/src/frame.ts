/** Bytes of a frame's header: type (u32), size (u32, header included), id (u64), all little-endian. */
export const frameHeaderBytes = 16;

/** The largest frame, header included, that either side takes unless told otherwise: 16 MiB. */
export const defaultMaxFrameBytes = 16 * 1024 * 1024;

/** One message as it travels. */
export interface Frame {
  /** The type word: kind, category, number and version. */
  readonly type: number;
  /** Correlates a response with its request; an opaque 64-bit value. */
  readonly id: bigint;
  /** UTF-8 JSON. */
  readonly body: Uint8Array;
}

/** Header and body in one buffer, so that one write puts a whole frame on the stream. */
export const encodeFrame = (type: number, id: bigint, body: string): Buffer => {
  const size = frameHeaderBytes + Buffer.byteLength(body);
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(size, 4);
  bytes.writeBigUInt64LE(id, 8);
  bytes.write(body, frameHeaderBytes);
  return bytes;
};
