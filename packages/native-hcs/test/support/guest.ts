import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { guidBytes } from '../../src/sockets/guid.js';
import { serviceIdOfPort } from '../../src/sockets/hyperv-address.js';
import { until } from './settled.js';
import type { StandIn } from './stand-in.js';

const bytesOf = (guid: string): Buffer => {
  const bytes = guidBytes(guid);
  if (bytes === undefined) throw new Error(`${guid} is no GUID`);
  return bytes;
};

/** A program in the guest that listens on a port. */
export interface GuestServer {
  accept(): Promise<Duplex>;
  close(): Promise<void>;
}

/** The other side of Hyper-V sockets, which the stand-in plays over TCP of this machine. */
export interface Guest {
  /** Connects to a listener of the host; rejects when there is none. */
  dial(port: number): Promise<Duplex>;
  listen(port: number): Promise<GuestServer>;
}

export const guestOf = (standIn: StandIn, runtimeId: string): Guest => {
  const vmId = bytesOf(runtimeId);
  return {
    dial: async (port) => {
      const tcpPort = standIn.listenerPort(vmId, bytesOf(serviceIdOfPort(port)));
      if (tcpPort === 0) throw new Error(`nobody listens on port ${port}`);
      const socket = connect({ port: tcpPort, host: '127.0.0.1', allowHalfOpen: true });
      await once(socket, 'connect');
      return socket;
    },
    listen: async (port) => {
      const service = bytesOf(serviceIdOfPort(port));
      const sockets: Socket[] = [];
      const server = createServer({ allowHalfOpen: true }, (socket) => void sockets.push(socket));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      standIn.guestListener(vmId, service, typeof address === 'object' ? (address?.port ?? 0) : 0);
      return {
        accept: async () => {
          await until(() => sockets.length > 0);
          return sockets.shift() as Socket;
        },
        close: async () => {
          standIn.guestListener(vmId, service, 0);
          await new Promise((closed) => server.close(closed));
        },
      };
    },
  };
};
