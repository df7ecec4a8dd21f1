import type { ConfidentialOptions, UvmOptions } from '../options/uvm-options.js';
import { CONTAINER, VM } from './annotation-names.js';
import { readable, rulesFor, unlessZero, type AnnotationRule } from './annotation-rule.js';
import { anyText, flagText, guidText, int32Text, listText, uint32Text, uint64Text } from './readers.js';

const rule = rulesFor<UvmOptions>();
const confidential = rulesFor<ConfidentialOptions>();

const topology = `${VM}computetopology.`;
const memory = `${topology}memory.`;
const processor = `${topology}processor.`;
const numa = `${topology}numa.`;

export const memorySize = unlessZero(rule(`${memory}sizeinmb`, 'memorySizeInMB', uint64Text));

/** Annotations that set one option of VMs of both kinds and imply nothing else. */
export const sharedRules: readonly AnnotationRule<UvmOptions>[] = [
  memorySize,
  rule(`${memory}lowmmiogapinmb`, 'lowMmioGapInMB', uint64Text),
  rule(`${memory}highmmiobaseinmb`, 'highMmioBaseInMB', uint64Text),
  rule(`${memory}highmmiogapinmb`, 'highMmioGapInMB', uint64Text),
  rule(`${memory}allowovercommit`, 'allowOvercommit', flagText),
  rule(`${memory}enabledeferredcommit`, 'enableDeferredCommit', flagText),
  unlessZero(rule(`${processor}count`, 'processorCount', int32Text)),
  unlessZero(rule(`${processor}limit`, 'processorLimit', int32Text)),
  unlessZero(rule(`${processor}weight`, 'processorWeight', int32Text)),
  unlessZero(rule(`${VM}storageqos.bandwidthmaximum`, 'storageQosBandwidthMaximum', int32Text)),
  unlessZero(rule(`${VM}storageqos.iopsmaximum`, 'storageQosIopsMaximum', int32Text)),
  rule(`${VM}cpugroup.id`, 'cpuGroupId', anyText),
  readable(rule(`${VM}resource-partition-id`, 'resourcePartitionId', guidText)),
  rule('io.microsoft.network.ncproxy', 'networkConfigProxy', anyText),
  rule(`${CONTAINER}processdumplocation`, 'processDumpLocation', anyText),
  rule(`${VM}fileshares.disablewritable`, 'noWritableFileShares', flagText),
  rule(`${VM}dump-directory-path`, 'dumpDirectoryPath', anyText),
  rule(`${VM}console.pipe`, 'consolePipe', anyText),
  rule(`${processor}numa.max-processors-per-node`, 'maxProcessorsPerNumaNode', uint32Text),
  rule(`${processor}numa.max-size-per-node`, 'maxMemorySizePerNumaNode', uint64Text),
  unlessZero(rule(`${numa}preferred-physical-nodes`, 'preferredPhysicalNumaNodes', listText(uint32Text))),
  unlessZero(rule(`${numa}mapped-physical-nodes`, 'numaMappedPhysicalNodes', listText(uint32Text))),
  unlessZero(rule(`${numa}count-of-processors`, 'numaProcessorCounts', listText(uint32Text))),
  unlessZero(rule(`${numa}count-of-memory-blocks`, 'numaMemoryBlocksCounts', listText(uint64Text))),
];

/** Annotations for VMs of both kinds that change more than one option, or are read in another way by each. */
export const sharedImpliedRules = {
  fullyPhysicallyBacked: rule(`${VM}fullyphysicallybacked`, 'fullyPhysicallyBacked', flagText),
  noSecurityHardware: confidential(`${VM}no_security_hardware`, 'securityPolicyEnabled', flagText),
  hashEnvelope: confidential(
    `${VM}uvm-hash-envelope-reference-info-file`,
    'uvmHashEnvelopeReferenceInfoFile',
    anyText,
  ),
} as const;
