import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createMultiplexer, createStreamPair, waitForReady } from '@uvmkit/vsock';
import { systemClock } from '../src/index.js';
import { type ChannelKeeper, keepChannel } from '../src/linux/keep-channel.js';

const hello = { timeNs: '1700000000000000000', hostname: 'vm' };

/** Channels that the test opens from the host's end. */
const channels = () => {
  const opened: Duplex[] = [];
  const waiting: ((stream: Duplex) => void)[] = [];
  const opening = (signal: AbortSignal): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      waiting.push(resolve);
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    });
  return {
    open: async (signal: AbortSignal): Promise<Duplex> => opened.shift() ?? opening(signal),
    /** Gives the agent its end once `prepare` has done what a host does before. */
    plug(prepare: (host: Duplex) => void = () => undefined): Duplex {
      const [host, guest] = createStreamPair();
      prepare(host);
      const waiter = waiting.shift();
      if (waiter) waiter(guest);
      else opened.push(guest);
      return host;
    },
  };
};

describe('keepChannel', () => {
  let stop: AbortController;
  let keeper: ChannelKeeper;
  let plug: ReturnType<typeof channels>['plug'];
  let events: string[];

  beforeEach(() => {
    stop = new AbortController();
    events = [];
    const { open, plug: plugIn } = channels();
    plug = plugIn;
    keeper = keepChannel({
      open,
      agentVersion: '1',
      warmUp: async () => void events.push('warm'),
      onHost: ({ hostname }) => events.push(`host ${hostname}`),
      clock: systemClock,
      signal: stop.signal,
    });
  });
  afterEach(async () => {
    stop.abort();
    await keeper.done;
  });

  test('without a waiting host it warms up before it is ready', async () => {
    const host = plug();
    await waitForReady(host, { timeoutMs: 4_000 });
    expect(events).toEqual(['warm']);
    const mux = createMultiplexer({ stream: host, role: 'host', hello });
    expect(await mux.peer).toEqual({ agentVersion: '1' });
    expect(events).toEqual(['warm', 'host vm']);
  });

  test('a waiting host is served first', async () => {
    let mux: ReturnType<typeof createMultiplexer<'host'>> | undefined;
    plug((stream) => (mux = createMultiplexer({ stream, role: 'host', hello })));
    await mux?.peer;
    expect(events).toEqual(['host vm']);
  });

  test('connections go to whichever host is there', async () => {
    for (const hostname of ['first', 'second']) {
      let mux: ReturnType<typeof createMultiplexer<'host'>> | undefined;
      plug((end) => (mux = createMultiplexer({ stream: end, role: 'host', hello: { ...hello, hostname } })));
      const listener = await mux!.listen(7);
      await mux!.peer;
      const [near, far] = await Promise.all([
        keeper.sockets.connect(7),
        listener.accept({ timeoutMs: 4_000 }),
      ]);
      near.end(`to ${hostname}`);
      expect(await text(far)).toBe(`to ${hostname}`);
      // The host goes away: end-of-file for the agent.
      await mux![Symbol.asyncDispose]();
    }
    expect(events.filter((event) => event.startsWith('host'))).toEqual(['host first', 'host second']);
  });

  test('without a channel a connection fails', async () => {
    await expect(keeper.sockets.connect(7)).rejects.toMatchObject({ code: 'UVM_AGENT_PORT' });
  });
});
