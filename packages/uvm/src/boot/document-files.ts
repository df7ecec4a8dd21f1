import type { ComputeSystem as ComputeSystemDocument } from '@uvmkit/hcs-schema';

/** The files of the host that a virtual machine opens: kernel, initial file system, guest state, disks. Each once. */
export const documentFiles = ({ VirtualMachine }: ComputeSystemDocument): readonly string[] => {
  const { Chipset, Devices, GuestState } = VirtualMachine ?? {};
  const disks = Object.values(Devices?.Scsi ?? {})
    .flatMap(({ Attachments }) => Object.values(Attachments ?? {}))
    .filter(({ Type }) => Type === 'VirtualDisk' || Type === 'Iso')
    .map(({ Path }) => Path);
  const persistentMemory = Object.values(Devices?.VirtualPMem?.Devices ?? {}).map(({ HostPath }) => HostPath);
  const files = [
    Chipset?.LinuxKernelDirect?.KernelFilePath,
    Chipset?.LinuxKernelDirect?.InitRdPath,
    GuestState?.GuestStateFilePath,
    ...disks,
    ...persistentMemory,
  ];
  return [...new Set(files.filter((file): file is string => file !== undefined && file !== ''))];
};
