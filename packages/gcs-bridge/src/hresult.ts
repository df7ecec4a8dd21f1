/** The results that guests give on the bridge, unsigned. On the wire they are signed 32-bit integers. */
export const hresults = {
  ok: 0x0000_0000,
  /** The guest does not handle this message type, or not before negotiation. */
  notImplemented: 0x8000_4001,
  /** A failure without a code of its own. */
  fail: 0x8000_4005,
  /** No such process. */
  elementNotFound: 0x8007_0490,
  /** A wait reached its time limit. */
  operationTimeout: 0xc037_0109,
  /** No common protocol version. */
  unsupportedProtocolVersion: 0xc037_010c,
  /** JSON that is malformed or of the wrong shape. */
  invalidJson: 0xc037_010d,
  /** No such container. */
  systemNotFound: 0xc037_010e,
  /** The container exists already. */
  systemAlreadyExists: 0xc037_010f,
  /** The container has stopped already. */
  systemAlreadyStopped: 0xc037_0110,
} as const;

/** As it travels: a signed 32-bit integer. */
export const toSignedHresult = (hresult: number): number => hresult | 0;

/** From the wire: an unsigned 32-bit integer, the way HRESULTs are written. */
export const fromSignedHresult = (result: number): number => result >>> 0;

/** `0x80004005`. */
export const formatHresult = (hresult: number): string =>
  `0x${(hresult >>> 0).toString(16).padStart(8, '0').toUpperCase()}`;
