import { checkHost, createHostFacts, createNativeHost } from '../src/index.js';

const code = (name: string): object => expect.objectContaining({ code: name });

describe("Windows' own compute service", () => {
  test('can be used', async () => {
    expect((await checkHost()).filter(({ ok }) => ok === false)).toEqual([]);
    expect((await createHostFacts().processors()).count).toBeGreaterThan(0);
  });

  test('answers for itself and its systems', async () => {
    await using host = createNativeHost();
    const { Properties } = await host.properties({ PropertyTypes: ['Basic'] });
    expect(Properties).toEqual([expect.objectContaining({ SupportedSchemaVersions: expect.any(Array) })]);
    expect(await host.enumerate({ Ids: ['uvmkit-nobody'] })).toEqual([]);
  });

  test('tells what it does not know and what it does not accept', async () => {
    await using host = createNativeHost();
    await expect(host.open('uvmkit-nobody')).rejects.toEqual(code('UVM_HCS_SYSTEM_NOT_FOUND'));
    const wrong = { SchemaVersion: { Major: 2, Minor: 1 }, VirtualMachine: { NoSuchMember: 1 } };
    await expect(host.create('uvmkit-wrong', wrong as object)).rejects.toEqual(
      code('UVM_HCS_INVALID_DOCUMENT'),
    );
  });

  test('makes a system that nobody starts, and ends it', async () => {
    await using host = createNativeHost();
    await using system = await host.create('uvmkit-idle', {
      Owner: 'uvmkit',
      SchemaVersion: { Major: 2, Minor: 1 },
      ShouldTerminateOnLastHandleClosed: true,
      VirtualMachine: {
        StopOnReset: true,
        Chipset: { Uefi: {} },
        ComputeTopology: { Memory: { SizeInMB: 64, AllowOvercommit: true }, Processor: { Count: 1 } },
        Devices: {},
      },
    });
    expect(await system.properties()).toMatchObject({ Id: 'uvmkit-idle', State: 'Created' });
    await (await system.listen(1)).close();
    await system.terminate();
    expect(await system.exited).toMatchObject({ ExitType: 'ForcedExit' });
  });
});
