import type { ComputeSystem } from '@uvmkit/hcs';
import type { ModifySettingRequest, SaveOptions, ShutdownOptions } from '@uvmkit/hcs-schema';
import { createEmulatedHost } from '../src/emulated-host.js';
import { lcowDocument } from './documents.js';
import { fakeHypervisor } from './fake-hypervisor.js';

const running = async (): Promise<ComputeSystem> => {
  const system = await createEmulatedHost({ hypervisor: fakeHypervisor() }).create('vm', lcowDocument());
  await system.start();
  return system;
};

const code = (name: string): object => expect.objectContaining({ code: name });
const GUID = 'df6d0690-79e5-55b6-a5ec-c1e2f77f580a';

describe('a change of a running system', () => {
  test.each([
    'ComputeTopology/Memory/SizeInMB',
    'ComputeTopology/Processor/CpuGroup',
    `Devices/Scsi/${GUID}/Attachments/63`,
    `Devices/NetworkAdapters/${GUID}`,
    'Devices/Plan9/Shares',
    `Devices/HvSocket/HvSocketConfig/ServiceTable/${GUID}`,
  ])('of %s is understood, and not supported', async (path) => {
    const system = await running();
    await expect(system.modify({ ResourcePath: `VirtualMachine/${path}` })).rejects.toEqual(
      code('UVM_HCS_NOT_SUPPORTED'),
    );
  });

  test.each([
    'VirtualMachine/Devices/Scsi/0/Attachments/first',
    'VirtualMachine/Devices/Plan9',
    'VirtualMachine/Devices/ComPorts/2',
    'virtualmachine/Devices/Plan9/Shares',
    'Devices/Plan9/Shares',
    '/VirtualMachine/Devices/Plan9/Shares',
  ])('of %s is one of a resource that there is not', async (ResourcePath) => {
    const system = await running();
    await expect(system.modify({ ResourcePath })).rejects.toMatchObject({
      code: 'UVM_HCS_RESOURCE_NOT_FOUND',
      data: { hresult: 0x80070490 },
    });
  });

  test.each<[string, ModifySettingRequest, string]>([
    [
      'with a verb that no resource takes',
      { ResourcePath: 'VirtualMachine/Devices/Plan9/Shares', RequestType: 'PreAdd' },
      'UVM_HCS_INVALID_DOCUMENT',
    ],
    [
      'with a verb that this resource does not take',
      { ResourcePath: 'VirtualMachine/Devices/VirtualPci/x', RequestType: 'Update' },
      'UVM_HCS_INVALID_ARGUMENT',
    ],
    [
      'without a verb, of a resource that cannot be updated',
      { ResourcePath: 'VirtualMachine/Devices/VirtualPMem/Devices/0' },
      'UVM_HCS_INVALID_ARGUMENT',
    ],
    [
      'of a mapping, by a verb that it takes',
      { ResourcePath: 'VirtualMachine/Devices/VirtualPMem/Devices/0/Mappings/4096', RequestType: 'Add' },
      'UVM_HCS_NOT_SUPPORTED',
    ],
    ['of nothing', {}, 'UVM_HCS_INVALID_ARGUMENT'],
    ['that only the guest can make', { GuestRequest: { ResourceType: 'x' } }, 'UVM_HCS_NOT_SUPPORTED'],
    ['of a container', { ResourcePath: 'Container/Memory/SizeInMB' }, 'UVM_HCS_NOT_SUPPORTED'],
  ])('%s is refused as HCS refuses it', async (_, request, name) => {
    const system = await running();
    await expect(system.modify(request)).rejects.toEqual(code(name));
  });
});

describe('a system of this host', () => {
  test('cannot ask its guest to end, and says so as HCS does', async () => {
    const system = await running();
    await expect(system.shutdown({ Type: 'Shutdown', Force: true })).rejects.toMatchObject({
      code: 'UVM_HCS_NOT_SUPPORTED',
      data: { hresult: 0x80070032 },
    });
    expect(await system.properties()).toMatchObject({ State: 'Running' });
  });

  test('looks at options before it says that it cannot', async () => {
    const system = await running();
    const misspelt = { Typ: 'Shutdown' } as ShutdownOptions;
    await expect(system.shutdown(misspelt)).rejects.toMatchObject({
      code: 'UVM_HCS_INVALID_DOCUMENT',
      message: expect.stringContaining("'$.Typ'"),
    });
    await system.pause();
    const wrong = { SaveType: 1 } as unknown as SaveOptions;
    await expect(system.save(wrong)).rejects.toEqual(code('UVM_HCS_INVALID_DOCUMENT'));
    await expect(system.save({ SaveType: 'AsTemplate' })).rejects.toEqual(code('UVM_HCS_NOT_SUPPORTED'));
  });
});
