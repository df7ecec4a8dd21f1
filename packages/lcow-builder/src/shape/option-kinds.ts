import { HvSocketServiceConfig, RegistryValue } from '@uvmkit/hcs-schema';
import type { LcowOptions } from '../options/lcow-options.js';
import type { ConfidentialOptions, UvmOptions } from '../options/uvm-options.js';
import { isLogSources } from '../wcow/log-sources.js';
import type { WcowOptions } from '../wcow/wcow-options.js';
import { shapeOf, type Kinds } from './check-shape.js';
import {
  byGuid,
  codecKind,
  flag,
  flagOrAbsent,
  guidOrAbsent,
  guidOrEmpty,
  int32,
  listOf,
  memorySize,
  objectOf,
  oneOf,
  positiveInt32,
  text,
  uint16,
  uint32,
  uint64,
  whole,
  type Kind,
} from './kinds.js';

const uvm: Kinds<UvmOptions> = {
  id: text,
  owner: text,
  memorySizeInMB: memorySize,
  lowMmioGapInMB: uint64,
  highMmioBaseInMB: uint64,
  highMmioGapInMB: uint64,
  allowOvercommit: flag,
  enableDeferredCommit: flag,
  fullyPhysicallyBacked: flag,
  processorCount: positiveInt32,
  processorLimit: whole(0, 100_000),
  processorWeight: whole(0, 10_000),
  cpuGroupId: guidOrEmpty,
  resourcePartitionId: guidOrAbsent,
  storageQosIopsMaximum: int32,
  storageQosBandwidthMaximum: int32,
  maxProcessorsPerNumaNode: uint32,
  maxMemorySizePerNumaNode: uint64,
  preferredPhysicalNumaNodes: listOf(uint32),
  numaMappedPhysicalNodes: listOf(uint32),
  numaProcessorCounts: listOf(uint32),
  numaMemoryBlocksCounts: listOf(uint64),
  scsiControllerCount: uint32,
  additionalHyperVConfig: byGuid(codecKind(HvSocketServiceConfig)),
  consolePipe: text,
  enableGraphicsConsole: flag,
  processDumpLocation: text,
  dumpDirectoryPath: text,
  networkConfigProxy: text,
  noWritableFileShares: flag,
  disableCompartmentNamespace: flag,
};

const confidential: Kinds<ConfidentialOptions> = {
  guestStateFilePath: text,
  securityPolicy: text,
  securityPolicyEnabled: flag,
  securityPolicyEnforcer: text,
  useGuestStateFile: flag,
  uvmReferenceInfoFile: text,
  uvmHashEnvelopeReferenceInfoFile: text,
  bundleDirectory: text,
};

const lcow: Kinds<LcowOptions> = {
  ...uvm,
  ...confidential,
  bootFilesPath: text,
  kernelFile: text,
  kernelDirect: flag,
  rootFsFile: text,
  preferredRootFsType: oneOf('initrd', 'vhd', 'none'),
  kernelBootOptions: text,
  useGuestConnection: flag,
  execCommandLine: text,
  forwardStdout: flag,
  forwardStderr: flag,
  disableTimeSyncService: flag,
  writableOverlayDirs: flag,
  vpmemDeviceCount: uint32,
  vpmemSizeBytes: uint64,
  vpmemNoMultiMapping: flag,
  enableColdDiscardHint: flag,
  vpciEnabled: flag,
  assignedDevices: listOf(objectOf({ deviceInstanceId: text, virtualFunctionIndex: uint16 })),
  enableScratchEncryption: flag,
  policyBasedRouting: flag,
  dmVerityMode: flag,
  dmVerityCreateArgs: text,
  dmVerityRootFsVhd: text,
  extraVsockPorts: listOf(uint32),
  hclEnabled: flagOrAbsent,
};

const vmbFs = objectOf({ osFilesPath: text, osRelativeBootDirPath: text, scratchVhdPath: text });
const blockCim = objectOf({ bootCimVhdPath: text, efiVhdPath: text, scratchVhdPath: text });

/** Which of the two, and whether it is there, is checked with the other options. */
const bootFiles: Kind = {
  expected: 'undefined, or an object with bootType and vmbFs or blockCim, their members texts',
  accepts: (value) => {
    if (value === undefined) return true;
    if (typeof value !== 'object' || value === null) return false;
    const given = value as Record<string, unknown>;
    return (
      text.accepts(given['bootType']) &&
      (given['vmbFs'] === undefined || vmbFs.accepts(given['vmbFs'])) &&
      (given['blockCim'] === undefined || blockCim.accepts(given['blockCim']))
    );
  },
  fallback: undefined,
};

const wcow: Kinds<WcowOptions> = {
  ...uvm,
  ...confidential,
  bootFiles,
  bootFilesRootPath: text,
  noDirectMap: flag,
  noInheritHostTimezone: flag,
  additionalRegistryKeys: listOf(codecKind(RegistryValue)),
  logForwardingEnabled: flag,
  logSources: {
    expected: "'', or base64 of JSON with logConfig.sources",
    accepts: (value) => typeof value === 'string' && isLogSources(value),
    fallback: '',
  },
  defaultLogSourcesEnabled: flag,
  isolationType: oneOf('', 'VirtualizationBasedSecurity', 'SecureNestedPaging', 'GuestStateOnly'),
  disableSecureBoot: flag,
  firmwareParameters: text,
  writableEfi: flag,
  debugMode: flag,
  debugDataPath: text,
};

export const lcowOptionShape = shapeOf(lcow);
export const wcowOptionShape = shapeOf(wcow);
