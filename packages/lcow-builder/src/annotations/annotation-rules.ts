import type { LcowOptions } from '../options/lcow-options.js';
import { CONTAINER, VM } from './annotation-names.js';
import {
  anyText,
  flagText,
  guidText,
  int32Text,
  listText,
  rootFsTypeText,
  uint32Text,
  uint64Text,
  type Reader,
} from './readers.js';

/** One annotation, and the option that takes its value. */
export interface AnnotationRule {
  readonly name: string;
  readonly option: keyof LcowOptions;
  readonly reader: Reader<unknown>;
  /** 0 means the option as it is. */
  readonly zeroKeeps: boolean;
}

const rule = <Option extends keyof LcowOptions>(
  name: string,
  option: Option,
  reader: Reader<LcowOptions[Option]>,
): AnnotationRule => ({ name, option, reader, zeroKeeps: false });

const unlessZero = (given: AnnotationRule): AnnotationRule => ({ ...given, zeroKeeps: true });

const topology = `${VM}computetopology.`;
const memory = `${topology}memory.`;
const processor = `${topology}processor.`;
const numa = `${topology}numa.`;
const lcow = `${VM}lcow.`;
const vpmem = `${VM}devices.virtualpmem.`;

/** Annotations that set one option and imply nothing else. */
export const simpleRules: readonly AnnotationRule[] = [
  unlessZero(rule(`${memory}sizeinmb`, 'memorySizeInMB', uint64Text)),
  rule(`${memory}lowmmiogapinmb`, 'lowMmioGapInMB', uint64Text),
  rule(`${memory}highmmiobaseinmb`, 'highMmioBaseInMB', uint64Text),
  rule(`${memory}highmmiogapinmb`, 'highMmioGapInMB', uint64Text),
  rule(`${memory}allowovercommit`, 'allowOvercommit', flagText),
  rule(`${memory}enabledeferredcommit`, 'enableDeferredCommit', flagText),
  rule(`${memory}enablecolddiscardhint`, 'enableColdDiscardHint', flagText),
  unlessZero(rule(`${processor}count`, 'processorCount', int32Text)),
  unlessZero(rule(`${processor}limit`, 'processorLimit', int32Text)),
  unlessZero(rule(`${processor}weight`, 'processorWeight', int32Text)),
  unlessZero(rule(`${VM}storageqos.bandwidthmaximum`, 'storageQosBandwidthMaximum', int32Text)),
  unlessZero(rule(`${VM}storageqos.iopsmaximum`, 'storageQosIopsMaximum', int32Text)),
  rule(`${VM}cpugroup.id`, 'cpuGroupId', anyText),
  rule(`${VM}resource-partition-id`, 'resourcePartitionId', guidText),
  rule('io.microsoft.network.ncproxy', 'networkConfigProxy', anyText),
  rule(`${CONTAINER}processdumplocation`, 'processDumpLocation', anyText),
  rule(`${VM}fileshares.disablewritable`, 'noWritableFileShares', flagText),
  rule(`${VM}dump-directory-path`, 'dumpDirectoryPath', anyText),
  rule(`${VM}console.pipe`, 'consolePipe', anyText),
  rule(`${processor}numa.max-processors-per-node`, 'maxProcessorsPerNumaNode', uint32Text),
  rule(`${processor}numa.max-size-per-node`, 'maxMemorySizePerNumaNode', uint64Text),
  rule(`${numa}preferred-physical-nodes`, 'preferredPhysicalNumaNodes', listText(uint32Text)),
  rule(`${numa}mapped-physical-nodes`, 'numaMappedPhysicalNodes', listText(uint32Text)),
  rule(`${numa}count-of-processors`, 'numaProcessorCounts', listText(uint32Text)),
  rule(`${numa}count-of-memory-blocks`, 'numaMemoryBlocksCounts', listText(uint64Text)),
  rule(`${vpmem}maximumcount`, 'vpmemDeviceCount', uint32Text),
  rule(`${vpmem}maximumsizebytes`, 'vpmemSizeBytes', uint64Text),
  rule(`${lcow}vpmem.nomultimapping`, 'vpmemNoMultiMapping', flagText),
  rule(`${lcow}vpcienabled`, 'vpciEnabled', flagText),
  rule(`${lcow}extra-vsock-ports`, 'extraVsockPorts', listText(uint32Text)),
  rule(`${VM}storage.scratch.encrypted`, 'enableScratchEncryption', flagText),
  rule(`${lcow}enforcer`, 'securityPolicyEnforcer', anyText),
  rule(`${lcow}uvm-reference-info-file`, 'uvmReferenceInfoFile', anyText),
  rule(`${VM}uvm-hash-envelope-reference-info-file`, 'uvmHashEnvelopeReferenceInfoFile', anyText),
  rule(`${lcow}kernelbootoptions`, 'kernelBootOptions', anyText),
  rule(`${lcow}timesync.disable`, 'disableTimeSyncService', flagText),
  rule(`${lcow}writable-overlay-directories`, 'writableOverlayDirs', flagText),
  rule(`${lcow}network.policybasedrouting`, 'policyBasedRouting', flagText),
];

/** Annotations that win over what a security policy implies. */
export const lateRules: readonly AnnotationRule[] = [
  rule(`${lcow}gueststatefile`, 'guestStateFilePath', anyText),
  rule(`${lcow}dmverity-rootfs-vhd`, 'dmVerityRootFsVhd', anyText),
  rule(`${lcow}dmverity-mode`, 'dmVerityMode', flagText),
  rule(`${lcow}dmverity-create-args`, 'dmVerityCreateArgs', anyText),
  rule(`${lcow}hcl-enabled`, 'hclEnabled', flagText),
];

/** Annotations that change more than one option. */
export const impliedRules = {
  bootFilesPath: rule(`${VM}bootfilesrootpath`, 'bootFilesPath', anyText),
  rootFsType: rule(`${lcow}preferredrootfstype`, 'preferredRootFsType', rootFsTypeText as Reader<'initrd'>),
  kernelDirect: rule(`${lcow}kerneldirectboot`, 'kernelDirect', flagText),
  fullyPhysicallyBacked: rule(`${VM}fullyphysicallybacked`, 'fullyPhysicallyBacked', flagText),
  extraArguments: rule(`${lcow}extra-exec-command-args`, 'execCommandLine', anyText),
  securityPolicy: rule(`${lcow}securitypolicy`, 'securityPolicy', anyText),
  noSecurityHardware: rule(`${VM}no_security_hardware`, 'securityPolicyEnabled', flagText),
} as const;

/** Every name that has a meaning for the options of a Linux utility VM. */
export const lcowAnnotationNames: readonly string[] = [
  ...simpleRules,
  ...lateRules,
  ...Object.values(impliedRules),
].map(({ name }) => name);
