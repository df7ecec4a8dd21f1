import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { connectBridge, gcsPorts, type GcsBridge } from '@uvmkit/gcs-bridge';
import type { GuestListener, GuestSockets } from '@uvmkit/vmutils';
import { createSpawnLauncher, type GuestOptions, type GuestServer, serveGuest } from '../../src/index.js';
import { createSocketPair } from '@uvmkit/vsock';

export const lcowArguments = '-e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel debug'.split(
  ' ',
);

/** An agent in this process with a host that listens where hosts listen. */
export interface HostedGuest extends AsyncDisposable {
  readonly sockets: GuestSockets;
  readonly bridges: GuestListener;
  readonly server: GuestServer;
  /** What the machine under the agent was asked for. */
  readonly machine: { entropy: Buffer; poweredOff: number };
  /** The agent's log, as far as it has come. */
  log(): { level: string; msg: string; time: string }[];
  /** The next bridge connection, as it comes. */
  accept(): Promise<Duplex>;
  /** The next bridge connection, negotiated. */
  connect(): Promise<GcsBridge>;
}

export const entropyOfHost = randomBytes(512);

const collect = async (listener: GuestListener, into: Buffer[]): Promise<void> => {
  for await (const chunk of await listener.accept()) into.push(chunk as Buffer);
};

export const hostGuest = async (options: Partial<GuestOptions> = {}): Promise<HostedGuest> => {
  const { host: sockets, guest } = createSocketPair();
  const entropy = await sockets.listen(gcsPorts.entropy);
  const logs = await sockets.listen(gcsPorts.log);
  const bridges = await sockets.listen(gcsPorts.bridge);
  const logged: Buffer[] = [];
  void entropy.accept().then(
    (stream) => stream.end(entropyOfHost),
    () => undefined,
  );
  void collect(logs, logged).catch(() => undefined);
  const machine = { entropy: Buffer.alloc(0), poweredOff: 0 };
  const server = serveGuest({
    sockets: guest,
    bootArguments: lcowArguments,
    launcher: createSpawnLauncher(),
    machine: {
      addEntropy: (bytes) => (machine.entropy = Buffer.concat([machine.entropy, bytes])),
      powerOff: () => (machine.poweredOff += 1),
    },
    ...options,
  });
  const accept = () => bridges.accept({ timeoutMs: 4_000 });
  return {
    sockets,
    bridges,
    server,
    machine,
    accept,
    connect: async () => connectBridge({ stream: await accept(), sockets }),
    log: () =>
      Buffer.concat(logged)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { level: string; msg: string; time: string }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Promise.all([entropy, logs, bridges].map((listener) => listener.close()));
    },
  };
};
