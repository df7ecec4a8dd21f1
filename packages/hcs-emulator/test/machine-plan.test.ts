import type { ComputeSystem, VirtualMachine } from '@uvmkit/hcs-schema';
import { planMachine } from '../src/machine-plan.js';
import { lcowDocument } from './documents.js';

const withMachine = (changes: Partial<VirtualMachine>): ComputeSystem => {
  const document = lcowDocument();
  return { ...document, VirtualMachine: { ...document.VirtualMachine, ...changes } };
};

const problemsOf = (document: ComputeSystem): readonly string[] => {
  try {
    planMachine('vm', document);
    return [];
  } catch (error) {
    const { cause } = error as { cause: { data: { problems: readonly { path: string }[] } } };
    return cause.data.problems.map(({ path }) => path);
  }
};

describe('planMachine', () => {
  test('an LCOW document becomes a machine of the same size, with a kernel line for PCI and a serial console', () => {
    expect(planMachine('vm', lcowDocument())).toEqual({
      id: 'vm',
      kernelPath: '/boot/kernel',
      initrdPath: '/boot/initrd.img',
      kernelParams: 'panic=-1 quiet nr_cpus=2 -- -e 1 /bin/vsockexec -e 109 /bin/gcs',
      vcpus: 2,
      memory: 512,
      scsiControllers: 1,
    });
  });

  test('sizes that the document leaves out are those of HCS', () => {
    expect(planMachine('vm', withMachine({ ComputeTopology: {} }))).toMatchObject({ vcpus: 1, memory: 1024 });
  });

  test.each<[string, Partial<VirtualMachine>, readonly string[]]>([
    ['no boot method', { Chipset: {} }, ['VirtualMachine.Chipset']],
    [
      'no initial RAM disk',
      { Chipset: { LinuxKernelDirect: { KernelFilePath: '/k' } } },
      ['VirtualMachine.Chipset.LinuxKernelDirect.InitRdPath'],
    ],
    [
      'odd memory and no processor, both at once',
      { ComputeTopology: { Memory: { SizeInMB: 513 }, Processor: { Count: 0 } } },
      ['VirtualMachine.ComputeTopology.Memory.SizeInMB', 'VirtualMachine.ComputeTopology.Processor.Count'],
    ],
    [
      'a disk',
      { Devices: { Scsi: { '0': { Attachments: { '0': { Type: 'VirtualDisk', Path: '/disk.vhd' } } } } } },
      ['VirtualMachine.Devices.Scsi["0"].Attachments'],
    ],
    [
      'a VPMem layer',
      { Devices: { VirtualPMem: { Devices: { '0': { HostPath: '/layer.vhd', ReadOnly: true } } } } },
      ['VirtualMachine.Devices.VirtualPMem.Devices'],
    ],
    [
      'a console pipe',
      { Devices: { ComPorts: { '0': { NamedPipe: '\\\\.\\pipe\\x' } } } },
      ['VirtualMachine.Devices.ComPorts'],
    ],
    ['I/O limits', { StorageQoS: { IopsMaximum: 100 } }, ['VirtualMachine.StorageQoS']],
  ])('%s is refused by path instead of being ignored', (_, changes, paths) => {
    expect(problemsOf(withMachine(changes))).toEqual(paths);
  });

  test('a container is refused', () => {
    expect(problemsOf({ SchemaVersion: { Major: 2, Minor: 1 }, Container: {} })).toEqual(['VirtualMachine']);
  });
});
