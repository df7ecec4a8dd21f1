import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';

/** Listens on a Unix socket; `close` drops its connections and removes it. */
export interface SocketServer {
  close(): Promise<void>;
}

export const listenOn = async (
  path: string,
  onConnection: (socket: net.Socket) => void,
): Promise<SocketServer> => {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await rm(path, { force: true });
    },
  };
};
