import type { ComputeHost } from '@uvmkit/hcs';
import type { VmExit } from '@uvmkit/hypervisor';
import { silentLogger, type Logger } from '@uvmkit/vmutils';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEmulatedHost } from '../src/emulated-host.js';
import { lcowDocument } from './documents.js';
import { fakeHypervisor, type FakeHypervisor } from './fake-hypervisor.js';

const set = (failing: readonly string[] = []): { host: ComputeHost; hypervisor: FakeHypervisor } => {
  const hypervisor = fakeHypervisor({ failing: new Set(failing) });
  return { hypervisor, host: createEmulatedHost({ hypervisor, logicalProcessorCount: 4 }) };
};

const code = (name: string): object => expect.objectContaining({ code: name });

describe('an emulated host', () => {
  test('takes a system through its life, and tells of its end once', async () => {
    const { host, hypervisor } = set();
    const system = await host.create('vm-1', lcowDocument());
    const events: string[] = [];
    system.subscribe((event) => {
      events.push(event.type === 'SystemExited' ? `${event.type} ${event.status.ExitType}` : event.type);
    });
    await system.start();
    await system.pause();
    expect(await system.properties()).toMatchObject({ Id: 'vm-1', State: 'Paused', Owner: 'tests' });
    await system.resume();
    await system.terminate();
    expect(await system.exited).toMatchObject({ Status: 0, ExitType: 'ForcedExit' });
    expect(await system.properties()).toMatchObject({ Stopped: true, ExitType: 'ForcedExit' });
    expect(await system.properties()).not.toHaveProperty('State');
    expect(events).toEqual(['SystemExited ForcedExit']);
    expect(hypervisor.machines[0]?.calls).toEqual(['start', 'pause', 'resume', 'stop']);
  });

  test.each<[VmExit['reason'], string, number]>([
    ['powerOff', 'GracefulExit', 0],
    ['reset', 'GracefulExit', 0],
    ['failed', 'UnexpectedExit', -2143878906],
    ['panic', 'UnexpectedExit', -2143878884],
  ])('a guest that ends by %s exits as %s', async (reason, exitType, status) => {
    const { host, hypervisor } = set();
    const system = await host.create('vm', lcowDocument());
    await system.start();
    hypervisor.machines[0]?.end({ reason });
    expect(await system.exited).toMatchObject({ ExitType: exitType, Status: status });
  });

  test.each(['pause', 'resume'] as const)('%s before the start is illegal', async (call) => {
    const { host } = set();
    const system = await host.create('vm', lcowDocument());
    await expect(system[call]()).rejects.toEqual(code('UVM_HCS_INVALID_STATE'));
  });

  test.each(['start', 'pause', 'resume', 'terminate'] as const)(
    '%s after the end is too late',
    async (call) => {
      const { host } = set();
      const system = await host.create('vm', lcowDocument());
      await system.terminate();
      await expect(system[call]()).rejects.toEqual(code('UVM_HCS_SYSTEM_ALREADY_STOPPED'));
    },
  );

  test('a second start waits for the first and is then illegal', async () => {
    const { host } = set();
    const system = await host.create('vm', lcowDocument());
    const [first, second] = await Promise.allSettled([system.start(), system.start()]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: code('UVM_HCS_INVALID_STATE') });
  });

  test('ids are unique without regard to case, and free again after the end', async () => {
    const { host } = set();
    const system = await host.create('VM', lcowDocument());
    await expect(host.create('vm', lcowDocument())).rejects.toEqual(code('UVM_HCS_SYSTEM_ALREADY_EXISTS'));
    await system.terminate();
    await expect(host.open('vm')).rejects.toEqual(code('UVM_HCS_SYSTEM_NOT_FOUND'));
    await expect(host.create('vm', lcowDocument())).resolves.toMatchObject({ id: 'vm' });
  });

  test('two creations of one id at the same time give one system', async () => {
    const { host } = set();
    const results = await Promise.allSettled([
      host.create('vm', lcowDocument()),
      host.create('VM', lcowDocument()),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test.each(['', 'a\u0000b', 'x'.repeat(261)])('id %j is refused', async (id) => {
    await expect(set().host.create(id, lcowDocument())).rejects.toEqual(code('UVM_HCS_INVALID_ARGUMENT'));
  });

  test('a misspelt member is refused with its path, and the id stays free', async () => {
    const { host, hypervisor } = set();
    const document = { ...lcowDocument(), Ownr: 'me' };
    await expect(host.create('vm', document)).rejects.toMatchObject({
      code: 'UVM_HCS_INVALID_DOCUMENT',
      message: expect.stringContaining("'$.Ownr'"),
      data: { hresult: 0x8037010d, document: { Error: -1070137075 } },
    });
    expect(hypervisor.machines).toHaveLength(0);
    await expect(host.create('vm', lcowDocument())).resolves.toBeDefined();
  });

  test('the last handle takes the system along when the document says so', async () => {
    const { host, hypervisor } = set();
    const first = await host.create('vm', lcowDocument());
    const second = await host.open('vm');
    await first.close();
    await first.close();
    expect(hypervisor.machines[0]?.calls).toEqual([]);
    await second.close();
    expect(hypervisor.machines[0]?.calls).toEqual(['stop']);
    await expect(second.start()).rejects.toEqual(code('UVM_HCS_HANDLE_CLOSED'));
  });

  test('without that, the system outlives its handles but not its host', async () => {
    const { host, hypervisor } = set();
    const system = await host.create('vm', lcowDocument({ ShouldTerminateOnLastHandleClosed: false }));
    await system.close();
    expect(hypervisor.machines[0]?.calls).toEqual([]);
    expect(await host.enumerate()).toMatchObject([{ Id: 'vm', State: 'Created' }]);
    await host.close();
    expect(hypervisor.machines[0]?.calls).toEqual(['stop']);
  });

  test('a hypervisor that cannot build the machine leaves no system', async () => {
    const { host } = set(['create']);
    await expect(host.create('vm', lcowDocument())).rejects.toMatchObject({
      code: 'UVM_HCS_FAILED',
      cause: { message: 'create failed' },
      data: { document: { Attribution: [{ OperationFailure: { Detail: 'Construct' } }] } },
    });
    expect(await host.enumerate()).toEqual([]);
  });

  test('a machine that fails to start is stopped, and the system is gone', async () => {
    const { host, hypervisor } = set(['start']);
    const system = await host.create('vm', lcowDocument());
    await expect(system.start()).rejects.toMatchObject({
      code: 'UVM_HCS_TERMINATED_DURING_START',
      cause: { message: 'start failed' },
    });
    expect(hypervisor.machines[0]?.calls).toEqual(['start', 'stop']);
    expect(await host.enumerate()).toEqual([]);
  });

  test('a listener that throws is logged with its error', async () => {
    const logged: unknown[] = [];
    const logger: Logger = {
      ...silentLogger,
      error: (message, fields) => void logged.push([message, fields]),
      child: () => logger,
    };
    const host = createEmulatedHost({ hypervisor: fakeHypervisor(), logger });
    const system = await host.create('vm', lcowDocument());
    const error = new Error('not today');
    system.subscribe(() => {
      throw error;
    });
    await system.terminate();
    expect(logged).toEqual([[expect.any(String), { event: 'SystemExited', error }]]);
  });

  test('an id stays taken while an abandoned machine is still being made, and is free afterwards', async () => {
    const { host, hypervisor } = set();
    hypervisor.delay('create', 20);
    await expect(host.create('vm', lcowDocument(), { timeoutMs: 1 })).rejects.toEqual(code('UVM_TIMEOUT'));
    await expect(host.create('VM', lcowDocument())).rejects.toEqual(code('UVM_HCS_SYSTEM_ALREADY_EXISTS'));
    while (hypervisor.machines[0]?.hasEnded !== true) await sleep(1);
    await expect(host.create('vm', lcowDocument())).resolves.toMatchObject({ id: 'vm' });
  });

  test('closing the host ends a creation that is under way, and its machine', async () => {
    const { host, hypervisor } = set();
    hypervisor.delay('create', 20);
    const creation = expect(host.create('vm', lcowDocument())).rejects.toEqual(code('UVM_ABORTED'));
    await host.close();
    await creation;
    expect(hypervisor.machines.map(({ hasEnded }) => hasEnded)).toEqual([true]);
  });

  test('a caller who cancelled gets no machine, and none is left', async () => {
    const { host } = set();
    await expect(host.create('vm', lcowDocument(), { signal: AbortSignal.abort() })).rejects.toEqual(
      code('UVM_ABORTED'),
    );
    expect(await host.enumerate()).toEqual([]);
  });

  test('enumeration knows ids without case, owners and types', async () => {
    const { host } = set();
    await host.create('a', lcowDocument());
    await host.create('b', lcowDocument({ Owner: 'others' }));
    const ids = async (query: object) => (await host.enumerate(query)).map(({ Id }) => Id);
    expect(await ids({})).toEqual(['a', 'b']);
    expect(await ids({ Ids: ['B'] })).toEqual(['b']);
    expect(await ids({ Owners: ['tests', 'nobody'] })).toEqual(['a']);
    expect(await ids({ Ids: ['a'], Owners: ['others'] })).toEqual([]);
    expect(await ids({ Types: ['Container'] })).toEqual([]);
  });

  test('a GUID is its own RuntimeId, and any other id always gets the same one', async () => {
    const { host } = set();
    const guid = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';
    expect((await host.create(guid, lcowDocument())).runtimeId).toBe(guid.toLowerCase());
    const { runtimeId } = await host.create('vm', lcowDocument());
    expect(runtimeId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect((await set().host.create('VM', lcowDocument())).runtimeId).toBe(runtimeId);
  });

  test('the service answers one entry a type, in the order of the question', async () => {
    const { Properties } = await set().host.properties({ PropertyTypes: ['ProcessorTopology', 'Basic'] });
    expect(Properties).toMatchObject([
      { LogicalProcessorCount: 4, LogicalProcessors: { length: 4 } },
      { SupportedSchemaVersions: [{ Major: 2, Minor: 1 }] },
    ]);
  });
});
