import type { Duplex } from 'node:stream';
import type { ComputeSystem } from '../compute-host.js';
import type { Contract } from './contract.js';
import type { GuestSide } from './harness.js';

/** One connection, by its two ends. */
export interface Connection {
  readonly host: Duplex;
  readonly guest: Duplex;
}

export type GuestOf = (runtimeId: string) => GuestSide;

/** Makes one connection on a port that nobody uses, and listens there no more. */
export type Connect = (system: ComputeSystem, guest: GuestSide, port: number) => Promise<Connection>;

/** The two ways in which host and guest come together. */
export const waysToConnect = ({ own }: Contract): readonly (readonly [how: string, connect: Connect])[] => [
  [
    'the guest connects to the host',
    async (system, guest, port) => {
      await using listener = await system.listen(port);
      const [host, dialled] = await Promise.all([listener.accept(), guest.dial(port)]);
      return { host: own(host), guest: own(dialled) };
    },
  ],
  [
    'the host connects to the guest',
    async (system, guest, port) => {
      const listener = await guest.listen(port);
      const [accepted, host] = await Promise.all([listener.accept(), system.connect(port)]);
      // Not awaited: some listeners have closed only when their connections have.
      listener.close().catch(() => undefined);
      return { host: own(host), guest: own(accepted) };
    },
  ],
];
