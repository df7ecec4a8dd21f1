import { setImmediate as turn } from 'node:timers/promises';
import { silentLogger } from '@uvmkit/vmutils';
import { createMultiplexer, createStreamPair, type Multiplexer } from '@uvmkit/vsock';
import { GuestChannel } from '../src/guest-channel.js';

const createChannel = (): { channel: GuestChannel; greetings: () => number } => {
  let greetings = 0;
  const hello = () => ({ timeNs: String(++greetings), hostname: 'vm' });
  return { channel: new GuestChannel({ hello, logger: silentLogger }), greetings: () => greetings };
};

/** What QEMU does when it connects, and the agent at the other end of it. */
const connectGuest = (channel: GuestChannel): Multiplexer<'guest'> => {
  const [near, far] = createStreamPair();
  channel.attach(near);
  return createMultiplexer({ stream: far, role: 'guest', hello: { agentVersion: '1' } });
};

test('the host greets once QEMU is connected and the port is open, in either order', async () => {
  const first = createChannel();
  const guest = connectGuest(first.channel);
  await turn();
  expect(first.greetings()).toBe(0);
  first.channel.portChanged(true);
  expect(await guest.peer).toEqual({ timeNs: '1', hostname: 'vm' });

  const second = createChannel();
  second.channel.portChanged(true);
  expect(second.greetings()).toBe(0);
  expect(await connectGuest(second.channel).peer).toEqual({ timeNs: '1', hostname: 'vm' });
});

test('connections wait for the guest, within their deadline', async () => {
  const { channel } = createChannel();
  await expect(channel.connect(7, { timeoutMs: 5 })).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
  const connecting = channel.connect(7);
  const answered = channel.agent({});
  const guest = connectGuest(channel);
  await guest.listen(7);
  channel.portChanged(true);
  expect(await answered).toEqual({ agentVersion: '1' });
  (await connecting).destroy();
});

test('after a break QEMU connects again, the host greets again, and listeners are still there', async () => {
  const { channel, greetings } = createChannel();
  const listener = await channel.listen(5);
  channel.portChanged(true);
  for (const attempt of [1, 2, 3]) {
    const guest = connectGuest(channel);
    await guest.connect(5);
    (await listener.accept()).destroy();
    expect(greetings()).toBe(attempt);
    await guest[Symbol.asyncDispose]();
  }
});

test('an agent that closes the port ends its connections: the next one starts anew', async () => {
  const { channel } = createChannel();
  channel.portChanged(true);
  const guest = connectGuest(channel);
  await guest.listen(7);
  const stream = await channel.connect(7);
  channel.portChanged(false);
  await new Promise((resolve) => stream.once('close', resolve));
  expect(await guest.closed).toBeDefined();
  const next = connectGuest(channel);
  channel.portChanged(true);
  expect(await next.peer).toMatchObject({ hostname: 'vm' });
});

test('the end fails listeners, waits and connections, and comes once', async () => {
  const { channel } = createChannel();
  const listener = await channel.listen(5);
  const waits = Promise.allSettled([listener.accept(), channel.connect(7), channel.agent({})]);
  const cause = new Error('the machine ended');
  channel.close(cause);
  channel.close(new Error('again'));
  const reasons = (await waits).map((wait) =>
    wait.status === 'rejected' ? (wait.reason as Error) : undefined,
  );
  expect(reasons[0]).toMatchObject({ code: 'UVM_VSOCK_LISTENER_CLOSED', cause });
  expect(reasons.slice(1)).toEqual([cause, cause]);
  await expect(channel.connect(7)).rejects.toBe(cause);
  await expect(channel.listen(6)).rejects.toMatchObject({ code: 'UVM_VSOCK_CLOSED' });
});
