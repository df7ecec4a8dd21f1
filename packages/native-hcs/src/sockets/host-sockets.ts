import { silentLogger, type GuestListener, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import type { Duplex } from 'node:stream';
import type { LibraryPaths } from '../calls/libraries.js';
import { errors } from '../errors.js';
import { runtimeOf } from '../operations/runtime.js';
import { HyperVSockets, type PartitionSockets } from './hyperv-sockets.js';

export interface HyperVSocketsOptions {
  /** Libraries to load in place of Windows' own. Needed on other systems, where there are none. */
  readonly libraries?: LibraryPaths | undefined;
  readonly logger?: Logger | undefined;
}

/** Hyper-V sockets of this machine, to and from any partition. */
export interface HostSockets extends AsyncDisposable {
  /**
   * The sockets of one partition: the runtime id of a virtual machine, or one of `partitions`. A listener of `wildcard` or
   * `children` takes connections of every virtual machine; such a group cannot be connected to.
   */
  of(vmId: string): PartitionSockets;
  /** Closes every listener. Connections live on. Closing twice is fine. */
  close(): Promise<void>;
}

/**
 * Sockets of AF_HYPERV for whatever runs on this machine, whoever created it.
 *
 * Nothing is loaded before the first call. On other systems than Windows every call rejects with
 * `UVM_UNSUPPORTED_PLATFORM`, unless `libraries` says what to load. Open listeners and streams keep the process alive.
 */
export const createHyperVSockets = ({
  libraries = {},
  logger = silentLogger,
}: HyperVSocketsOptions = {}): HostSockets => {
  let opened: Promise<HyperVSockets> | undefined;
  let isClosed = false;

  const open = async (vmId: string): Promise<PartitionSockets> => {
    if (isClosed) throw errors.UVM_HVSOCKET_CLOSED(`Those of ${vmId}.`, { vmId });
    opened ??= runtimeOf(libraries).then((runtime) => new HyperVSockets(runtime, logger));
    return (await opened).of(vmId);
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    const sockets = await opened?.catch(() => undefined);
    await sockets?.close();
  };

  return {
    of: (vmId) => ({
      listen: async (port): Promise<GuestListener> => (await open(vmId)).listen(port),
      connect: async (port: number, options?: WaitOptions): Promise<Duplex> =>
        (await open(vmId)).connect(port, options),
      listenService: async (serviceId) => (await open(vmId)).listenService(serviceId),
      connectService: async (serviceId, options) => (await open(vmId)).connectService(serviceId, options),
    }),
    close,
    [Symbol.asyncDispose]: close,
  };
};
