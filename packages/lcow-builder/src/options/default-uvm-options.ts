import { defaultProcessorCount } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import type { UvmOptions } from './uvm-options.js';

/** What utility VMs of both kinds start from. */
export const defaultUvmOptions = (host: BuilderHost, id: string, owner: string): UvmOptions => ({
  id,
  owner: owner === '' ? host.paths.base(host.programPath) : owner,
  memorySizeInMB: 1024,
  lowMmioGapInMB: 0,
  highMmioBaseInMB: 0,
  highMmioGapInMB: 0,
  allowOvercommit: true,
  enableDeferredCommit: false,
  fullyPhysicallyBacked: false,
  processorCount: defaultProcessorCount(host.availableProcessors),
  processorLimit: 0,
  processorWeight: 0,
  cpuGroupId: '',
  resourcePartitionId: undefined,
  storageQosIopsMaximum: 0,
  storageQosBandwidthMaximum: 0,
  maxProcessorsPerNumaNode: 0,
  maxMemorySizePerNumaNode: 0,
  preferredPhysicalNumaNodes: [],
  numaMappedPhysicalNodes: [],
  numaProcessorCounts: [],
  numaMemoryBlocksCounts: [],
  scsiControllerCount: 1,
  additionalHyperVConfig: {},
  consolePipe: '',
  enableGraphicsConsole: false,
  processDumpLocation: '',
  dumpDirectoryPath: '',
  networkConfigProxy: '',
  noWritableFileShares: false,
  disableCompartmentNamespace: false,
});
