/** Bounds on what the other end may make this end hold. Both ends may choose differently. */
export interface MultiplexerLimits {
  /** Largest payload of one frame that is sent or accepted. */
  readonly maxFrameBytes: number;
  /** Bytes of one connection that may be received and not yet read. */
  readonly windowBytes: number;
  /** Connections at one time, both directions together. */
  readonly maxStreams: number;
  /** Bytes waiting to be sent because the other end does not read. Data waits elsewhere: these are control frames. */
  readonly maxQueuedBytes: number;
}

export const defaultLimits: MultiplexerLimits = {
  maxFrameBytes: 65_536,
  windowBytes: 262_144,
  maxStreams: 512,
  maxQueuedBytes: 1_048_576,
};

/** Longest greeting, as JSON text. */
export const MAX_HELLO_BYTES = 4096;

/** Credit that one stream may hold; more is a broken peer. */
export const MAX_CREDIT = 0x7fff_ffff;

/** Connections that one listener holds before it refuses more. */
export const DEFAULT_BACKLOG = 128;
