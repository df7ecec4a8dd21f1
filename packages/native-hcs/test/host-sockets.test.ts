import { createHyperVSockets, partitions, type HostSockets } from '../src/index.js';
import { guestOf } from './support/guest.js';
import { readAll } from './support/read-all.js';
import { leftovers, until } from './support/settled.js';
import { libraries, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const VM = '5f6c1f7e-6d53-4c4e-9f4b-0d8a2c2f7b11';
const SERVICE = 'acef5661-84a1-4e44-856b-6245e69f4620';
const code = (name: string): object => expect.objectContaining({ code: name });

withStandIn('Hyper-V sockets of a machine', () => {
  let standIn: StandIn;
  let sockets: HostSockets;

  beforeAll(() => {
    standIn = openStandIn();
  });
  beforeEach(() => {
    standIn.reset();
    sockets = createHyperVSockets({ libraries });
  });
  afterEach(async () => {
    await sockets.close();
    await until(() => Object.keys(leftovers(standIn)).length === 0).catch(() => undefined);
    expect(leftovers(standIn)).toEqual({});
  });

  test.each(['wildcard', 'children'] as const)('a listener of %s hears any virtual machine', async (name) => {
    const listener = await sockets.of(partitions[name]).listen(7);
    expect(listener.port).toBe(7);
    const [theirs, ours] = await Promise.all([guestOf(standIn, VM).dial(7), listener.accept()]);
    theirs.end('any');
    expect((await readAll(ours)).toString()).toBe('any');
    ours.end();
    await readAll(theirs);
  });

  test('a guest that listens is reached by its runtime id', async () => {
    const server = await guestOf(standIn, VM).listen(9000);
    const ours = await sockets.of(VM).connect(9000);
    const theirs = await server.accept();
    ours.end('hello');
    expect((await readAll(theirs)).toString()).toBe('hello');
    theirs.end();
    await readAll(ours);
    await server.close();
  });

  test('programs of this machine meet over loopback, at services that are no ports', async () => {
    const loopback = sockets.of(partitions.loopback);
    const listener = await loopback.listenService(SERVICE);
    const [client, server] = await Promise.all([loopback.connectService(SERVICE), listener.accept()]);
    client.end('question');
    expect((await readAll(server)).toString()).toBe('question');
    server.end('answer');
    expect((await readAll(client)).toString()).toBe('answer');

    const waiting = expect(listener.accept()).rejects.toMatchObject({
      code: 'UVM_VSOCK_LISTENER_CLOSED',
      data: { serviceId: SERVICE },
    });
    await listener.close();
    await waiting;
    await expect(loopback.connectService(SERVICE)).rejects.toEqual(code('UVM_HVSOCKET_REFUSED'));
  });

  test.each(['wildcard', 'children', 'broadcast'] as const)('%s is nobody to connect to', async (name) => {
    await expect(sockets.of(partitions[name]).connect(7)).rejects.toEqual(code('UVM_HVSOCKET_UNAVAILABLE'));
  });

  test('what is no GUID is no partition and no service', async () => {
    await expect(sockets.of('vm-1').listen(7)).rejects.toEqual(code('UVM_HVSOCKET_UNAVAILABLE'));
    await expect(sockets.of(VM).listenService('7')).rejects.toEqual(code('UVM_HVSOCKET_UNAVAILABLE'));
    await expect(sockets.of(VM).connectService('7')).rejects.toEqual(code('UVM_HVSOCKET_UNAVAILABLE'));
  });

  test('closing closes listeners, also those that are just being made, and refuses new ones', async () => {
    const first = await sockets.of(VM).listen(7);
    const waiting = expect(first.accept()).rejects.toEqual(code('UVM_VSOCK_LISTENER_CLOSED'));
    const made = sockets.of(VM).listen(8);
    await sockets.close();
    await sockets.close();
    await waiting;
    await expect(made.then((listener) => listener.accept())).rejects.toEqual(
      expect.objectContaining({
        code: expect.stringMatching(/^(UVM_VSOCK_LISTENER_CLOSED|UVM_HVSOCKET_CLOSED)$/),
      }),
    );
    expect(standIn.count('sockets')).toBe(0);
    await expect(sockets.of(VM).listen(9)).rejects.toEqual(code('UVM_HVSOCKET_CLOSED'));
    await expect(sockets.of(VM).connect(9)).rejects.toEqual(code('UVM_HVSOCKET_CLOSED'));
  });

  test('sockets that were never used close, and are closed then', async () => {
    {
      await using unused = createHyperVSockets({ libraries });
      expect(unused.of(VM)).toBeDefined();
    }
    await sockets.close();
    await expect(sockets.of(VM).listen(7)).rejects.toEqual(code('UVM_HVSOCKET_CLOSED'));
  });
});

const elsewhere = process.platform === 'win32' ? test.skip : test;
elsewhere('other systems have no Hyper-V sockets (Linux only: Windows has them)', async () => {
  await using sockets = createHyperVSockets();
  const { listen, connect, listenService, connectService } = sockets.of(partitions.wildcard);
  for (const call of [listen(7), connect(7), listenService(SERVICE), connectService(SERVICE)])
    await expect(call).rejects.toEqual(code('UVM_UNSUPPORTED_PLATFORM'));
});
