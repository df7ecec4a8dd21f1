import type { ComputeSystem } from '@uvmkit/hcs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createNativeHost, type NativeHost } from '../src/index.js';
import { leftovers, until } from './support/settled.js';
import { answerFlags, libraries, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const code = (name: string): object => expect.objectContaining({ code: name });

withStandIn('guest sockets and the system that they belong to', () => {
  let standIn: StandIn;
  let host: NativeHost;
  let system: ComputeSystem;

  beforeAll(() => {
    standIn = openStandIn();
  });
  beforeEach(async () => {
    standIn.reset();
    host = createNativeHost({ libraries });
    system = await host.create('vm', { SchemaVersion: { Major: 2, Minor: 1 }, VirtualMachine: {} });
  });
  afterEach(async () => {
    await host.close();
    await until(() => Object.keys(leftovers(standIn)).length === 0).catch(() => undefined);
    expect(leftovers(standIn)).toEqual({});
  });

  test('a listener that its handle overtakes by closing is closed', async () => {
    const listening = expect(system.listen(1)).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
    await system.close();
    await listening;
    await until(() => standIn.count('sockets') === 0);
  });

  test('a system that has ended has no more sockets', async () => {
    await system.terminate();
    await expect(system.listen(1)).rejects.toEqual(code('UVM_HCS_SYSTEM_ALREADY_STOPPED'));
    await expect(system.connect(1)).rejects.toEqual(code('UVM_HCS_SYSTEM_ALREADY_STOPPED'));
  });

  test.each(['close', 'terminate'] as const)('%s ends a connection attempt that hangs', async (end) => {
    const reason = end === 'close' ? 'UVM_HCS_HANDLE_CLOSED' : 'UVM_HCS_SYSTEM_ALREADY_STOPPED';
    standIn.script('connect', { flags: answerFlags.neverCompletes });
    const connecting = expect(system.connect(1)).rejects.toEqual(code(reason));
    await until(() => standIn.count('calls:connect') === 1);
    await system[end]();
    await connecting;
  });

  test('a listener that was closed is forgotten while its system lives', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const closed = await (async () => {
      const listener = await system.listen(1);
      await listener.close();
      return new WeakRef(listener);
    })();
    await until(() => {
      collect();
      return closed.deref() === undefined;
    });
    expect(await system.properties()).toMatchObject({ State: 'Created' });
  });
});
