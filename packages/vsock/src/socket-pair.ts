import { waitFor, type GuestSockets } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { createPortTable, type PortTable } from './port-table.js';
import { createStreamPair, type PairedStream } from './stream-pair.js';

/** A host and its guest in one process. */
export interface SocketPair extends AsyncDisposable {
  readonly host: GuestSockets;
  readonly guest: GuestSockets;
  /** Ends everything between the two, as the end of a virtual machine does. Closing twice is fine. */
  close(cause?: Error): void;
}

/** Guest sockets without a channel: for the simulator and for tests. They behave like those of a multiplexer. */
export const createSocketPair = (): SocketPair => {
  const live = new Set<PairedStream>();
  let closed: Error | undefined;

  const remember = (stream: PairedStream): PairedStream => {
    live.add(stream);
    stream.once('close', () => live.delete(stream));
    return stream;
  };

  const end = (own: PortTable, other: PortTable): GuestSockets => ({
    listen: (port) => own.listen(port),
    connect: (port, options = {}) =>
      waitFor(`a connection on port ${port} to be accepted`, options, async () => {
        if (closed) throw closed;
        const [near, far] = createStreamPair();
        if (!other.offer(port, () => remember(far)))
          throw errors.UVM_VSOCK_REFUSED(`Port ${port}.`, { port });
        return remember(near);
      }),
  });

  const hostPorts = createPortTable();
  const guestPorts = createPortTable();

  const close = (cause?: Error): void => {
    if (closed) return;
    closed = errors.UVM_VSOCK_CLOSED('', {}, { cause });
    hostPorts.close(closed);
    guestPorts.close(closed);
    for (const stream of [...live]) stream.cut(closed);
  };

  return {
    host: end(hostPorts, guestPorts),
    guest: end(guestPorts, hostPorts),
    close,
    [Symbol.asyncDispose]: () => Promise.resolve(close()),
  };
};
