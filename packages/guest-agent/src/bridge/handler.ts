import type { GuestSockets, Logger } from '@uvmkit/vmutils';
import type { ProcessLauncher } from '../process/process-launcher.js';
import type { ProcessTable } from '../process/process-table.js';
import type { Session } from './session.js';

/** What handlers work with. */
export interface HandlerContext {
  readonly sockets: GuestSockets;
  readonly launcher: ProcessLauncher;
  readonly processes: ProcessTable;
  readonly powerOff: () => void;
  readonly logger: Logger;
  /** gcs option -v4. Without it the agent agrees to no protocol version. */
  readonly speaksVersion4: boolean;
  /** Fires when the agent ends. */
  readonly signal: AbortSignal;
}

/** A handler returns this when the request gets no response. */
export const noResponse = Symbol('no response');

/**
 * Carries out one request. Gets the parsed JSON, returns the response's fields beside the common ones, and refuses by
 * throwing a `GuestFault`.
 */
export type Handler = (
  request: unknown,
  context: HandlerContext,
  session: Session,
) => object | typeof noResponse | Promise<object | typeof noResponse>;
