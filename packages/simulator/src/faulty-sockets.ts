import { gcsPorts } from '@uvmkit/gcs-bridge';
import { type GuestSockets, waitFor } from '@uvmkit/vmutils';
import type { GuestFaultPoint } from './faults.js';

const pointOf = (port: number): GuestFaultPoint => {
  if (port === gcsPorts.entropy) return 'entropy';
  if (port === gcsPorts.log) return 'log';
  return port === gcsPorts.bridge ? 'bridge' : 'stdio';
};

/**
 * The guest's side of its sockets, with faults at connections.
 *
 * @param strike does what is to happen at a point, and says whether the guest goes no further
 */
export const faultySockets = (
  sockets: GuestSockets,
  strike: (point: GuestFaultPoint) => boolean,
): GuestSockets => ({
  listen: (port) => sockets.listen(port),
  connect: (port, options = {}) =>
    strike(pointOf(port))
      ? waitFor(
          `a connection to port ${port} that a fault holds up`,
          options,
          () => new Promise<never>(() => undefined),
        )
      : sockets.connect(port, options),
});
