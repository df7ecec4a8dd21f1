import { port } from '@uvmkit/vmutils';

/** The vsock ports of a Linux guest's connections to its host. The guest dials all of them. */
export const gcsPorts = {
  /** Random bytes for the guest kernel: the host writes them and closes. */
  entropy: port(1),
  /** The agent's log, one JSON object a line. */
  log: port(109),
  /** The bridge itself. */
  bridge: port(0x4000_0000),
  /** Streams of processes: one port a stream, counted upward from here and never reused. */
  firstStdio: port(0x4000_0001),
} as const;
