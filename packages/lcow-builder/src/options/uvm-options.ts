import type { HvSocketServiceConfig, Integer64 } from '@uvmkit/hcs-schema';

/** What utility VMs of both kinds can be told. Names are those of the reference client, in camel case. */
export interface UvmOptions {
  /** Names the VM on its host; empty: a GUID is made at creation. */
  readonly id: string;
  /** Who the VM belongs to; shows in the host's list of VMs. */
  readonly owner: string;

  /** MiB; rounded up to an even number. */
  readonly memorySizeInMB: Integer64;
  /** MiB of address space for devices below 4 GiB; 0: the host decides. */
  readonly lowMmioGapInMB: Integer64;
  /** MiB; where the device space above 4 GiB begins; 0: the host decides. */
  readonly highMmioBaseInMB: Integer64;
  /** MiB of address space for devices above 4 GiB; 0: the host decides. */
  readonly highMmioGapInMB: Integer64;
  /** Memory is backed by the host's virtual memory rather than pinned. */
  readonly allowOvercommit: boolean;
  /** Host memory is charged when the guest touches it; needs `allowOvercommit`. */
  readonly enableDeferredCommit: boolean;
  /** Every part of the VM that can be is backed by pinned memory. */
  readonly fullyPhysicallyBacked: boolean;

  /** At least 1; the document never has more than the host. */
  readonly processorCount: number;
  /** Thousandths of a percent of the VM's processors, 1 to 100000; 0: no limit. */
  readonly processorLimit: number;
  /** Share against other VMs, 1 to 10000; 0: the host's default of 100. */
  readonly processorWeight: number;
  /** A CPU group of the host; '' for none. */
  readonly cpuGroupId: string;
  /** A resource partition of the host, not together with `cpuGroupId`. */
  readonly resourcePartitionId: string | undefined;

  /** I/O operations per second; 0: no limit. */
  readonly storageQosIopsMaximum: number;
  /** Bytes per second; 0: no limit. */
  readonly storageQosBandwidthMaximum: number;

  /** Not 0: virtual NUMA, the host lays nodes out itself, each with at most so many processors. */
  readonly maxProcessorsPerNumaNode: number;
  /** MiB; goes with `maxProcessorsPerNumaNode`. */
  readonly maxMemorySizePerNumaNode: Integer64;
  readonly preferredPhysicalNumaNodes: readonly number[];
  /** Not empty: virtual NUMA as given here, one physical node a virtual node; 255 leaves the choice to the host. */
  readonly numaMappedPhysicalNodes: readonly number[];
  /** Processors of each virtual node. */
  readonly numaProcessorCounts: readonly number[];
  /** MiB of each virtual node. */
  readonly numaMemoryBlocksCounts: readonly Integer64[];

  /** At most 4. */
  readonly scsiControllerCount: number;
  /** Entries for the table of guest sockets, by service GUID. */
  readonly additionalHyperVConfig: Readonly<Record<string, HvSocketServiceConfig>>;
  /** Named pipe of the first serial port; '' for none. */
  readonly consolePipe: string;
  readonly enableGraphicsConsole: boolean;
  /** Where the guest keeps dumps of crashed processes. */
  readonly processDumpLocation: string;
  /** Folder of the host for dumps of crashed VMs. */
  readonly dumpDirectoryPath: string;
  /** Address of a service that configures the network instead of the VM's owner. */
  readonly networkConfigProxy: string;
  /** Shares that the guest may write to are refused. */
  readonly noWritableFileShares: boolean;
  readonly disableCompartmentNamespace: boolean;
}

/** What confidential VMs of both kinds can be told in addition. */
export interface ConfidentialOptions {
  /** The guest state (VMGS) file: below `bootFilesPath` for Linux, a path of its own for Windows. '' : not confidential. */
  readonly guestStateFilePath: string;
  /** Base64; measured into the launch data. */
  readonly securityPolicy: string;
  readonly securityPolicyEnabled: boolean;
  readonly securityPolicyEnforcer: string;
  readonly useGuestStateFile: boolean;
  /** Signed reference measurements: below `bootFilesPath` for Linux, a path of its own for Windows. */
  readonly uvmReferenceInfoFile: string;
  readonly uvmHashEnvelopeReferenceInfoFile: string;
  /** Folder of this VM, for its own copies of files. */
  readonly bundleDirectory: string;
}
