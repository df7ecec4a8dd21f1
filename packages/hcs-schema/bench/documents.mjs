// The documents that the benches read and print.

const scsi = (attachments) => ({
  'df6d0690-79e5-55b6-a5ec-c1e2f77f580a': { Attachments: attachments },
  '0110f83b-de10-5172-a266-78bca56bf50a': {},
});

const disk = (index) => ({ Type: 'VirtualDisk', Path: `C:\\layers\\${index}\\layer.vhd`, ReadOnly: true });
const disks = (count) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [index, disk(index)]));

const service = {
  BindSecurityDescriptor: 'D:P(A;;FA;;;WD)',
  ConnectSecurityDescriptor: 'D:P(A;;FA;;;SY)(A;;FA;;;BA)',
  AllowWildcardBinds: true,
};

const serviceId = (port) => `${port.toString(16).padStart(8, '0')}-facb-11e6-bd58-64006a7986d3`;

const lcow = ({ diskCount, serviceCount }) => ({
  Owner: 'containerd-shim-runhcs-v1.exe',
  SchemaVersion: { Major: 2, Minor: 1 },
  VirtualMachine: {
    StopOnReset: true,
    Chipset: {
      LinuxKernelDirect: {
        KernelFilePath: 'C:\\boot\\vmlinux',
        InitRdPath: 'C:\\boot\\initrd.img',
        KernelCmdLine:
          ' initcall_blacklist=virtio_vsock_init 8250_core.nr_uarts=1 8250_core.skip_txen_test=1 console=ttyS0,115200' +
          ' pci=off nr_cpus=2 brd.rd_nr=0 pmtmr=0 -- -e 1 sh -c "/bin/vsockexec -e 109 /bin/gcs -v4 & exec sh"',
      },
    },
    ComputeTopology: {
      Memory: { SizeInMB: 1024, AllowOvercommit: true, EnableColdDiscardHint: true, HighMmioGapInMB: 512 },
      Processor: { Count: 2, Limit: 50000, Weight: 100 },
    },
    Devices: {
      ComPorts: { 0: { NamedPipe: '\\\\.\\pipe\\vm-console' } },
      Scsi: scsi(disks(diskCount)),
      VirtualPMem: {
        Devices: { 0: { HostPath: 'C:\\boot\\rootfs.vhd', ReadOnly: true, ImageFormat: 'Vhd1' } },
        MaximumCount: 64,
        MaximumSizeBytes: 4294967296,
      },
      HvSocket: {
        HvSocketConfig: {
          DefaultBindSecurityDescriptor: 'D:P(A;;FA;;;SY)(A;;FA;;;BA)',
          ServiceTable: Object.fromEntries(
            Array.from({ length: serviceCount }, (_, index) => [serviceId(index + 1), service]),
          ),
        },
      },
      Plan9: {},
    },
    StorageQoS: { IopsMaximum: 5000, BandwidthMaximum: 1000000 },
  },
  ShouldTerminateOnLastHandleClosed: true,
});

const leavesOf = (value) =>
  typeof value === 'object' ? Object.values(value).reduce((sum, part) => sum + leavesOf(part), 0) : 1;

const named = (document) => {
  const { length } = JSON.stringify(document);
  return { name: `${leavesOf(document)} leaves, ${(length / 1000).toFixed(1)} kB`, document };
};

export const documents = [
  named(lcow({ diskCount: 6, serviceCount: 5 })),
  named(lcow({ diskCount: 16, serviceCount: 10 })),
];
