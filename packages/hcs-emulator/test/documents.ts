import type { ComputeSystem } from '@uvmkit/hcs-schema';

/** A small LCOW document: what the reference client sends for default options, shortened. */
export const lcowDocument = (changes: Partial<ComputeSystem> = {}): ComputeSystem => ({
  Owner: 'tests',
  SchemaVersion: { Major: 2, Minor: 1 },
  VirtualMachine: {
    StopOnReset: true,
    Chipset: {
      LinuxKernelDirect: {
        KernelFilePath: '/boot/kernel',
        InitRdPath: '/boot/initrd.img',
        KernelCmdLine:
          ' 8250_core.nr_uarts=0 panic=-1 quiet pci=off nr_cpus=2 -- -e 1 /bin/vsockexec -e 109 /bin/gcs',
      },
    },
    ComputeTopology: { Memory: { SizeInMB: 512, AllowOvercommit: true }, Processor: { Count: 2 } },
    Devices: {
      Scsi: { 'df6d0690-79e5-55b6-a5ec-c1e2f77f580a': {} },
      VirtualPMem: { MaximumCount: 64, MaximumSizeBytes: 4294967296 },
      HvSocket: { HvSocketConfig: { DefaultBindSecurityDescriptor: 'D:P(A;;FA;;;SY)(A;;FA;;;BA)' } },
      Plan9: {},
    },
  },
  ShouldTerminateOnLastHandleClosed: true,
  ...changes,
});
