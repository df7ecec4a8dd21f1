import type { ComputeSystem } from '@uvmkit/hcs';
import type { ComputeSystem as ComputeSystemDocument } from '@uvmkit/hcs-schema';
import type { GcsBridge } from '@uvmkit/gcs-bridge';
import type { LcowOptions } from '@uvmkit/lcow-builder';
import type { GuestListener, Logger } from '@uvmkit/vmutils';
import type { Duplex } from 'node:stream';
import type { Engine } from '../engine/engine.js';
import type { Tail } from './tail.js';
import type { Watch } from './watch.js';

/** The connections that a booting guest makes, in the order in which it makes them. */
export type BootPort = 'entropy' | 'log' | 'bridge';

/** What the steps of a start share: what they were given, and what they made so far. */
export interface BootContext {
  readonly id: string;
  readonly options: Partial<LcowOptions>;
  readonly engine: Engine;
  readonly logger: Logger;
  readonly watch: Watch;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly consoleTail: Tail;
  readonly logTail: Tail;

  document?: ComputeSystemDocument;
  system?: ComputeSystem;
  /** Files whose access the host was asked to grant, and how that went. */
  readonly grants: Map<string, Promise<void>>;
  consoleSubscription?: Disposable | undefined;
  readonly listeners: Map<BootPort, GuestListener>;
  /** Accepts that are under way: a guest may connect before its step comes. */
  readonly connections: Map<BootPort, Promise<Duplex>>;
  bridge?: GcsBridge;
}
