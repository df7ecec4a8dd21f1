import { Duplex, PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createConnectionQueue, createPortTable } from '../src/index.js';

const reset = new Error('reset by the guest');

describe('a connection whose error nobody can hear yet', () => {
  test('fails while it waits to be accepted, and leaves the queue', async () => {
    const ports = createPortTable({ backlog: 1 });
    const listener = await ports.listen(5);
    const stream = new PassThrough();
    expect(ports.offer(5, () => stream)).toBe(true);
    stream.destroy(reset);
    await turn();
    const next = new PassThrough();
    expect(ports.offer(5, () => next)).toBe(true);
    expect(await listener.accept()).toBe(next);
  });

  test('is handed to nobody once it is destroyed, however long it takes to close', async () => {
    const ports = createPortTable();
    const listener = await ports.listen(5);
    let closed = (): void => undefined;
    const slow = new Duplex({
      destroy: (error, done) => {
        closed = () => done(error);
      },
    });
    ports.offer(5, () => slow);
    slow.destroy(reset);
    const waiting = listener.accept();
    const next = new PassThrough();
    ports.offer(5, () => next);
    expect(await waiting).toBe(next);
    await turn();
    closed();
    await turn();
    expect(slow.closed).toBe(true);
  });

  test.each(['from the queue', 'by whoever waited'])('fails as it is taken %s', async (taken) => {
    const ports = createPortTable();
    const listener = await ports.listen(5);
    const stream = new PassThrough();
    const waiting = taken === 'from the queue' ? undefined : listener.accept();
    ports.offer(5, () => stream);
    const accepted = waiting ?? listener.accept();
    stream.destroy(reset);
    expect((await accepted).errored).toBe(reset);
  });

  test('belongs to its taker alone one turn after', async () => {
    const ports = createPortTable();
    const listener = await ports.listen(5);
    ports.offer(5, () => new PassThrough());
    const stream = await listener.accept();
    await turn();
    expect(stream.listenerCount('error')).toBe(0);
  });
});

test('a queue names its listener in its errors, and takes nothing in once closed', async () => {
  const queue = createConnectionQueue({ name: 'service s', data: { serviceId: 's' } });
  const waiting = queue.accept();
  queue.close();
  queue.close();
  await expect(waiting).rejects.toMatchObject({
    code: 'UVM_VSOCK_LISTENER_CLOSED',
    message: expect.stringContaining('service s'),
    data: { serviceId: 's' },
  });
  expect(queue.offer(() => new PassThrough())).toBe(false);
});
