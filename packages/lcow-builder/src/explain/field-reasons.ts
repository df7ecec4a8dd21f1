import { ALWAYS, HOST, reason, type Reason } from './explanation.js';

/** Reasons by path; `*` stands for any one name. The first that fits counts. */
export const fieldReasons: Readonly<Record<string, Reason>> = {
  Owner: reason('owner', 'Names the program that the VM belongs to.'),
  SchemaVersion: reason(ALWAYS, '2.1 for an ordinary VM, 2.5 for a confidential one.'),
  ShouldTerminateOnLastHandleClosed: reason(ALWAYS, 'The VM ends when nobody holds it any more.'),
  'VirtualMachine.Version': reason(ALWAYS, 'The machine version that confidential Windows VMs need.'),
  'VirtualMachine.StopOnReset': reason(ALWAYS, 'A guest that reboots has ended.'),

  'VirtualMachine.Chipset.LinuxKernelDirect.KernelFilePath': reason(
    'kernelDirect bootFilesPath kernelFile',
    'The kernel, booted without firmware.',
  ),
  'VirtualMachine.Chipset.LinuxKernelDirect.InitRdPath': reason(
    'preferredRootFsType bootFilesPath rootFsFile',
    'The root file system as an initial RAM disk.',
  ),
  'VirtualMachine.Chipset.Uefi.ApplySecureBootTemplate': reason(
    'guestStateFilePath disableSecureBoot',
    'Confidential VMs boot what the template allows.',
  ),
  'VirtualMachine.Chipset.Uefi.SecureBootTemplateId': reason(
    'guestStateFilePath disableSecureBoot',
    'The template "Microsoft Windows".',
  ),
  'VirtualMachine.Chipset.Uefi.BootThis.DeviceType': reason(
    'kernelDirect bootFiles',
    'The firmware boots from a folder of the host.',
  ),
  'VirtualMachine.Chipset.Uefi.BootThis.DevicePath': reason(
    'kernelFile bootFiles',
    'What the firmware boots, below that folder.',
  ),
  'VirtualMachine.Chipset.Uefi.BootThis.VmbFsRootPath': reason(
    'bootFilesPath',
    'The folder that the firmware sees.',
  ),
  'VirtualMachine.Chipset.FirmwareFile.Parameters': reason(
    'firmwareParameters',
    'Handed to the firmware, as base64.',
  ),

  'VirtualMachine.ComputeTopology.Memory.SizeInMB': reason(
    'memorySizeInMB',
    'MiB, rounded up to an even number.',
  ),
  'VirtualMachine.ComputeTopology.Memory.AllowOvercommit': reason(
    'allowOvercommit',
    "The host's virtual memory backs the guest's; nothing is pinned.",
  ),
  'VirtualMachine.ComputeTopology.Memory.EnableHotHint': reason(
    'allowOvercommit',
    'Windows guests tell which memory they use.',
  ),
  'VirtualMachine.ComputeTopology.Memory.EnableColdDiscardHint': reason(
    'enableColdDiscardHint',
    'The guest tells which memory may be thrown away.',
  ),
  'VirtualMachine.ComputeTopology.Memory.EnableDeferredCommit': reason(
    'enableDeferredCommit',
    'The host is charged for memory when the guest touches it.',
  ),
  'VirtualMachine.ComputeTopology.Memory.LowMmioGapInMB': reason(
    'lowMmioGapInMB',
    'Device space below 4 GiB.',
  ),
  'VirtualMachine.ComputeTopology.Memory.HighMmioBaseInMB': reason(
    'highMmioBaseInMB',
    'Where device space above 4 GiB begins.',
  ),
  'VirtualMachine.ComputeTopology.Memory.HighMmioGapInMB': reason(
    'highMmioGapInMB',
    'Device space above 4 GiB.',
  ),
  'VirtualMachine.ComputeTopology.Memory.SlitType': reason(
    'maxProcessorsPerNumaNode numaMappedPhysicalNodes',
    'A VM with virtual NUMA nodes shows their distances to the guest.',
  ),
  'VirtualMachine.ComputeTopology.Processor.Count': reason(
    `processorCount ${HOST}`,
    'As asked for, but no more than the host has.',
  ),
  'VirtualMachine.ComputeTopology.Processor.Limit': reason(
    'processorLimit',
    'Thousandths of a percent of the VM.',
  ),
  'VirtualMachine.ComputeTopology.Processor.Weight': reason('processorWeight', 'Share against other VMs.'),
  'VirtualMachine.ComputeTopology.Processor.CpuGroup': reason(
    'cpuGroupId',
    'The group of host processors to run on.',
  ),
  'VirtualMachine.ComputeTopology.Processor.NumaProcessorsSettings': reason(
    'maxProcessorsPerNumaNode',
    'Most processors of a virtual NUMA node.',
  ),
  'VirtualMachine.ComputeTopology.Processor': reason('processorCount', 'Nothing was said about processors.'),
  'VirtualMachine.ComputeTopology.Numa.PreferredPhysicalNodes': reason(
    'preferredPhysicalNumaNodes',
    'Nodes of the host to prefer.',
  ),
  'VirtualMachine.ComputeTopology.Numa.MaxSizePerNode': reason(
    'maxMemorySizePerNumaNode',
    'Most memory of a virtual node, MiB.',
  ),
  'VirtualMachine.ComputeTopology.Numa.VirtualNodeCount': reason(
    'numaMappedPhysicalNodes',
    'One virtual node for each entry of the list.',
  ),
  'VirtualMachine.ComputeTopology.Numa.Settings.*.CountOfProcessors': reason(
    'numaProcessorCounts',
    'Processors of this virtual node.',
  ),
  'VirtualMachine.ComputeTopology.Numa.Settings.*.CountOfMemoryBlocks': reason(
    'numaMemoryBlocksCounts',
    'MiB of this virtual node.',
  ),
  'VirtualMachine.ComputeTopology.Numa.Settings.*.MemoryBackingType': reason(
    'allowOvercommit',
    'Virtual nodes need pinned memory.',
  ),
  'VirtualMachine.ComputeTopology.Numa.Settings.*.*': reason(
    'numaMappedPhysicalNodes',
    'Virtual nodes and sockets count from 0, each on its node of the host; 255 is any.',
  ),

  'VirtualMachine.Devices.ComPorts': reason(
    'consolePipe',
    'The first serial port is a named pipe of the host.',
  ),
  'VirtualMachine.Devices.Scsi.*.Attachments': reason(
    'preferredRootFsType dmVerityMode bootFiles',
    'Disks that the VM boots with; their places are reserved.',
  ),
  'VirtualMachine.Devices.Scsi.*': reason(
    'scsiControllerCount vpmemDeviceCount',
    'A controller; without VPMem a VM has all four.',
  ),
  'VirtualMachine.Devices.VirtualPMem.Devices.*.HostPath': reason(
    'preferredRootFsType bootFilesPath rootFsFile',
    'The root file system is VPMem device 0.',
  ),
  'VirtualMachine.Devices.VirtualPMem.Devices.*.ReadOnly': reason(
    ALWAYS,
    'VPMem files are never written to.',
  ),
  'VirtualMachine.Devices.VirtualPMem.Devices.*.ImageFormat': reason(
    'rootFsFile',
    'By the extension of the file.',
  ),
  'VirtualMachine.Devices.VirtualPMem.MaximumCount': reason(
    'vpmemDeviceCount',
    'VPMem devices that there can be.',
  ),
  'VirtualMachine.Devices.VirtualPMem.MaximumSizeBytes': reason(
    'vpmemSizeBytes',
    'Bytes of the largest of them.',
  ),
  'VirtualMachine.Devices.VideoMonitor': reason('enableGraphicsConsole', 'A screen.'),
  'VirtualMachine.Devices.Keyboard': reason('enableGraphicsConsole', 'A keyboard.'),
  'VirtualMachine.Devices.EnhancedModeVideo': reason('enableGraphicsConsole', 'A better screen.'),
  'VirtualMachine.Devices.HvSocket.HvSocketConfig.ServiceTable.*': reason(
    'additionalHyperVConfig extraVsockPorts logForwardingEnabled',
    'Who may use this guest socket. Confidential VMs list the ports of the guest agent too.',
  ),
  'VirtualMachine.Devices.HvSocket.HvSocketConfig.*': reason(
    ALWAYS,
    'Only the system and administrators get at guest sockets; a confidential guest may bind all of its own.',
  ),
  'VirtualMachine.Devices.Plan9': reason(ALWAYS, 'Folders can be shared with the guest later.'),
  'VirtualMachine.Devices.VirtualPci.*.PropagateNumaAffinity': reason(
    'assignedDevices numaMappedPhysicalNodes maxProcessorsPerNumaNode',
    'The device belongs to the virtual node that is on its host node.',
  ),
  'VirtualMachine.Devices.VirtualPci.*': reason(
    'assignedDevices',
    'A device of the host, given to the guest.',
  ),
  'VirtualMachine.Devices.GuestCrashReporting': reason(
    'dumpDirectoryPath id',
    'Where a crashed guest leaves a dump.',
  ),
  'VirtualMachine.Devices.VirtualSmb.DirectFileMappingInMB': reason(
    ALWAYS,
    'Files of shares that a Windows guest may map, MiB.',
  ),
  'VirtualMachine.Devices.VirtualSmb': reason(
    'bootFiles noDirectMap fullyPhysicallyBacked bundleDirectory',
    'The folder that a Windows guest boots from, or an empty one.',
  ),

  'VirtualMachine.GuestState': reason(
    'guestStateFilePath bundleDirectory',
    "Firmware, kernel and their state, measured by the processor; for Linux the VM's own copy.",
  ),
  'VirtualMachine.RegistryChanges': reason(
    'processDumpLocation disableCompartmentNamespace additionalRegistryKeys',
    "Changes to the Windows guest's registry.",
  ),
  'VirtualMachine.StorageQoS.IopsMaximum': reason('storageQosIopsMaximum', 'I/O operations per second.'),
  'VirtualMachine.StorageQoS.BandwidthMaximum': reason('storageQosBandwidthMaximum', 'Bytes per second.'),
  'VirtualMachine.DebugOptions': reason(
    'dumpDirectoryPath id',
    'Where the host saves the state of a crashed VM.',
  ),
  'VirtualMachine.SecuritySettings.Isolation.LaunchData': reason(
    'securityPolicy',
    'SHA-256 of the policy as base64: the hardware attests it.',
  ),
  'VirtualMachine.SecuritySettings.Isolation.HclEnabled': reason(
    'hclEnabled',
    'Whether a paravisor is used.',
  ),
  'VirtualMachine.SecuritySettings.Isolation.IsolationType': reason(
    'guestStateFilePath isolationType',
    'How the guest is protected from its host.',
  ),
  'VirtualMachine.ResourcePartitionId': reason('resourcePartitionId', 'The resource partition of the host.'),
};
