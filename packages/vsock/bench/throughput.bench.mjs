import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { Bench } from 'tinybench';
import { createMultiplexer } from '@uvmkit/vsock';

const TOTAL_BYTES = 64 * 1_048_576;
const block = Buffer.alloc(65_536, 7);

const folder = mkdtempSync(path.join(os.tmpdir(), 'uvmkit-vsock-'));
const server = net.createServer({ allowHalfOpen: true }).listen(path.join(folder, 's'));
await once(server, 'listening');
const socketPair = async () => {
  const accepted = once(server, 'connection');
  const near = net.connect({ path: path.join(folder, 's'), allowHalfOpen: true });
  const [far] = await accepted;
  return [near, far];
};

const transfer = async (from, to) => {
  let received = 0;
  const done = new Promise((resolve) => {
    to.on('data', function count(chunk) {
      received += chunk.length;
      if (received < TOTAL_BYTES) return;
      to.off('data', count);
      resolve();
    });
  });
  for (let sent = 0; sent < TOTAL_BYTES; sent += block.length)
    if (!from.write(block)) await once(from, 'drain');
  await done;
};

const [bareNear, bareFar] = await socketPair();
const [hostStream, guestStream] = await socketPair();
const host = createMultiplexer({ stream: hostStream, role: 'host', hello: { timeNs: '0', hostname: '' } });
const guest = createMultiplexer({ stream: guestStream, role: 'guest', hello: { agentVersion: '' } });
const listener = await host.listen(1);
const [client, accepted] = await Promise.all([guest.connect(1), listener.accept()]);

const bench = new Bench({ time: 1_000, warmupTime: 300 });
bench.add('bare', () => transfer(bareNear, bareFar)).add('multiplexed', () => transfer(client, accepted));
await bench.run();

const millis = (name) => bench.getTask(name).result.latency.p50;
const ratio = millis('multiplexed') / millis('bare');
console.log(
  `vsock: 64 MiB over one multiplexed connection / over the bare Unix socket = ${ratio.toFixed(2)}`,
);
console.log(`vsock: ${(TOTAL_BYTES / 1e6 / (millis('multiplexed') / 1e3)).toFixed(0)} MB/s multiplexed`);

await host[Symbol.asyncDispose]();
bareNear.destroy();
bareFar.destroy();
server.close();
rmSync(folder, { recursive: true });
