import { decode, ComputeSystem, print } from '@uvmkit/hcs-schema';
import {
  buildLcowDocument,
  defaultLcowOptions,
  memoryHost,
  posixPaths,
  verifyLcowOptions,
} from '../src/index.js';

const windows = memoryHost({
  files: { 'C:\\boot\\vmlinux': 1, 'C:\\boot\\initrd.img': 1, 'C:\\boot\\rootfs.vhdx': 67_109_376 },
});
const base = {
  ...defaultLcowOptions(windows, 'vm-1', 'tester'),
  bootFilesPath: 'C:\\boot',
  kernelFile: 'vmlinux',
};

const documentOf = (options: typeof base, host = windows) => {
  const built = buildLcowDocument(options, host);
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  return built;
};
const problemsOf = (options: typeof base, host = windows) => {
  const built = buildLcowDocument(options, host);
  return built.ok ? [] : built.problems.map(({ path, rule }) => `${path}: ${rule}`);
};

test('an initrd that is booted directly', () => {
  const { document, bookkeeping } = documentOf(base);
  expect(document).toMatchObject({
    Owner: 'tester',
    VirtualMachine: {
      Chipset: {
        LinuxKernelDirect: { KernelFilePath: 'C:\\boot\\vmlinux', InitRdPath: 'C:\\boot\\initrd.img' },
      },
      ComputeTopology: { Memory: { SizeInMB: 1024, AllowOvercommit: true }, Processor: { Count: 2 } },
      Devices: { Scsi: { 'df6d0690-79e5-55b6-a5ec-c1e2f77f580a': {} }, Plan9: {} },
    },
  });
  expect(document.VirtualMachine?.Chipset?.LinuxKernelDirect?.KernelCmdLine).toBe(
    ' initcall_blacklist=virtio_vsock_init 8250_core.nr_uarts=0 panic=-1 quiet pci=off nr_cpus=2 brd.rd_nr=0 pmtmr=0' +
      ' -- -e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel info',
  );
  expect(decode(ComputeSystem, document)).toMatchObject({ ok: true, warnings: [] });
  expect(bookkeeping).toMatchObject({ processorCount: 2, reservedScsiSlots: [], rootVpmem: undefined });
});

test('printing for HCS and printing for the reference agree', () => {
  const { document } = documentOf(base);
  expect(print(document)).toBe(print(document, { compat: 'hcsshim' }));
});

test('on a POSIX host the paths are POSIX paths', () => {
  const host = memoryHost({
    paths: posixPaths,
    currentDirectory: '/',
    programPath: '/usr/bin/uvm',
    programFilesPath: '/usr/share',
    files: { '/usr/share/uvm/kernel': 1, '/usr/share/uvm/initrd.img': 1 },
  });
  const options = { ...defaultLcowOptions(host, 'vm-1'), bootFilesPath: '/usr/share/uvm' };
  expect(documentOf(options, host).document.VirtualMachine?.Chipset?.LinuxKernelDirect).toMatchObject({
    KernelFilePath: '/usr/share/uvm/kernel',
    InitRdPath: '/usr/share/uvm/initrd.img',
  });
  expect(documentOf(options, host).document.Owner).toBe('uvm');
});

test('all problems at once, those of the options and those of the files', () => {
  const bad = {
    ...base,
    allowOvercommit: false,
    enableDeferredCommit: true,
    scsiControllerCount: 5,
    vpmemDeviceCount: 129,
    vpmemSizeBytes: 4097,
    kernelFile: 'nope',
    assignedDevices: [
      { deviceInstanceId: 'PCIP\\A', virtualFunctionIndex: 0 },
      { deviceInstanceId: 'PCIP\\A', virtualFunctionIndex: 0 },
    ],
  };
  expect(problemsOf(bad)).toEqual([
    'enableDeferredCommit: deferred-commit-overcommit',
    'scsiControllerCount: scsi-controllers',
    'vpmemDeviceCount: vpmem-devices',
    'vpmemSizeBytes: vpmem-size-aligned',
    'kernelFile: boot-file-exists',
    'assignedDevices[1]: device-once',
  ]);
  expect(verifyLcowOptions(bad, windows, { compat: 'hcsshim' })).toMatchObject([
    { reference: 'EnableDeferredCommit is not supported on physically backed VMs' },
  ]);
});

test('a .vhdx root on VPMem is declared as what it is, except to be like the reference', () => {
  const options = { ...base, rootFsFile: 'rootfs.vhdx', preferredRootFsType: 'vhd' as const };
  const formatOf = (compat?: 'hcsshim') => {
    const built = buildLcowDocument(options, windows, compat && { compat });
    return built.ok && built.document.VirtualMachine?.Devices?.VirtualPMem?.Devices?.['0']?.ImageFormat;
  };
  expect(formatOf()).toBe('Vhdx');
  expect(formatOf('hcsshim')).toBe('Vhd1');
});

test('a root on SCSI without a controller is a problem, not a crash', () => {
  const host = memoryHost({ osBuild: 17134, files: { 'C:\\boot\\kernel': 1, 'C:\\boot\\rootfs.vhd': 1 } });
  const options = {
    ...defaultLcowOptions(host, 'vm-1'),
    bootFilesPath: 'C:\\boot',
    rootFsFile: 'rootfs.vhd',
    preferredRootFsType: 'vhd' as const,
    vpmemDeviceCount: 0,
    scsiControllerCount: 0,
  };
  expect(problemsOf(options, host)).toEqual(['scsiControllerCount: root-scsi-controller']);
});
