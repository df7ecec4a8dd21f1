import type { ComputeSystem as ComputeSystemDocument } from '@uvmkit/hcs-schema';
import type { GuestListener } from '@uvmkit/vmutils';
import type { Duplex } from 'node:stream';
import type { ComputeHost, ComputeSystem } from '../compute-host.js';

/** What a host may be unable to do. A call that it cannot do has to reject with `UVM_HCS_NOT_SUPPORTED`. */
export interface HostCapabilities {
  readonly pause: boolean;
  /** Asks the guest to end, and the harness' guest obeys. */
  readonly shutdown: boolean;
  /** Makes a template of a paused system. */
  readonly save: boolean;
  /** Changes the service table of a running system's `HvSocket` device. */
  readonly modify: boolean;
  /** Answers for `Basic` and `ProcessorTopology` of the service. */
  readonly serviceProperties: boolean;
}

/** What programs in the guest do with its sockets. Streams are Node streams with half-close. */
export interface GuestSide {
  /** Connects to a port of the host; rejects when nobody listens there. */
  dial(port: number): Promise<Duplex>;
  /** Listens on a port of the guest, from when the promise resolves. */
  listen(port: number): Promise<Pick<GuestListener, 'accept' | 'close'>>;
}

/** A compute host to be tested, and what the suite cannot know about it. */
export interface ComputeHostHarness {
  readonly name: string;
  readonly can: HostCapabilities;
  /** The longest that one test may take, in milliseconds. */
  readonly deadlineMs: number;
  /** A new host for every test. The suite closes it. */
  make(): ComputeHost | Promise<ComputeHost>;
  /** An ordinary LCOW document with an `HvSocket` device. The suite sets its owner and what the last handle does. */
  document(id: string): ComputeSystemDocument;
  /** What is left of systems that have ended and whose handles are closed: machines, handles, sockets. */
  leftBehind(): Promise<readonly string[]>;
  /** The inside of a running system. Absent: the host has no guest sockets, and says so. */
  guest?(runtimeId: string): GuestSide;
  /** Makes the guest of a running system end by itself. Absent: it cannot be made to, and that is not tested. */
  exit?(system: Pick<ComputeSystem, 'id' | 'runtimeId'>, how: 'powerOff' | 'crash'): void | Promise<void>;
  /** Makes the next such call take that long inside the host. Absent: what happens meanwhile is not tested. */
  delay?(call: 'create' | 'start', ms: number): void;
}
