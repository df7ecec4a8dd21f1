import type { ComputeSystem as Document } from '@uvmkit/hcs-schema';
import { createNativeHost } from '../src/index.js';
import { libraries, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const document: Document = { Owner: 'tests', SchemaVersion: { Major: 2, Minor: 1 }, VirtualMachine: {} };

withStandIn('a native host', () => {
  let standIn: StandIn;
  beforeAll(() => {
    standIn = openStandIn();
  });
  beforeEach(() => standIn.reset());

  test('takes a system through its life', async () => {
    await using host = createNativeHost({ libraries });
    const system = await host.create('vm-1', document);
    const events: string[] = [];
    system.subscribe(({ type }) => events.push(type));
    await system.start();
    await system.pause();
    expect(await system.properties()).toMatchObject({ Id: 'vm-1', State: 'Paused', Owner: 'tests' });
    await system.resume();
    await system.terminate();
    expect(await system.exited).toMatchObject({ ExitType: 'ForcedExit' });
    expect(events).toEqual(['SystemExited']);
    await system.close();
    expect(standIn.count('systemHandles')).toBe(0);
    expect(standIn.count('operations')).toBe(0);
    expect(standIn.count('documents')).toBe(0);
    expect(standIn.count('badFrees')).toBe(0);
  });
});
