import { createMultiplexer, createSocketPair, createStreamPair } from '../src/index.js';
import { guestSocketsSuite } from './suites/guest-sockets.js';

guestSocketsSuite('in one process', () => {
  const pair = createSocketPair();
  return { ...pair, end: () => pair.close() };
});

guestSocketsSuite('over a multiplexer', () => {
  const [hostStream, guestStream] = createStreamPair();
  const host = createMultiplexer({ stream: hostStream, role: 'host', hello: { timeNs: '1', hostname: '' } });
  const guest = createMultiplexer({ stream: guestStream, role: 'guest', hello: { agentVersion: '1' } });
  return { host, guest, end: () => hostStream.destroy() };
});
