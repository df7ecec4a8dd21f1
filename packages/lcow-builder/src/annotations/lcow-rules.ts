import type { LcowOptions } from '../options/lcow-options.js';
import { VM } from './annotation-names.js';
import { rulesFor, unlessZero, type AnnotationRule } from './annotation-rule.js';
import { anyText, flagText, listText, rootFsTypeText, uint32Text, uint64Text } from './readers.js';
import { sharedImpliedRules } from './shared-rules.js';

const rule = rulesFor<LcowOptions>();

const lcow = `${VM}lcow.`;
const vpmem = `${VM}devices.virtualpmem.`;

export const scratchEncryption = rule(`${VM}storage.scratch.encrypted`, 'enableScratchEncryption', flagText);

/** Annotations that set one option of a Linux VM and imply nothing else. */
export const lcowRules: readonly AnnotationRule<LcowOptions>[] = [
  rule(`${VM}computetopology.memory.enablecolddiscardhint`, 'enableColdDiscardHint', flagText),
  rule(`${vpmem}maximumcount`, 'vpmemDeviceCount', uint32Text),
  rule(`${vpmem}maximumsizebytes`, 'vpmemSizeBytes', uint64Text),
  rule(`${lcow}vpmem.nomultimapping`, 'vpmemNoMultiMapping', flagText),
  rule(`${lcow}vpcienabled`, 'vpciEnabled', flagText),
  unlessZero(rule(`${lcow}extra-vsock-ports`, 'extraVsockPorts', listText(uint32Text))),
  scratchEncryption,
  rule(`${lcow}enforcer`, 'securityPolicyEnforcer', anyText),
  rule(`${lcow}uvm-reference-info-file`, 'uvmReferenceInfoFile', anyText),
  sharedImpliedRules.hashEnvelope,
  rule(`${lcow}kernelbootoptions`, 'kernelBootOptions', anyText),
  rule(`${lcow}timesync.disable`, 'disableTimeSyncService', flagText),
  rule(`${lcow}writable-overlay-directories`, 'writableOverlayDirs', flagText),
  rule(`${lcow}network.policybasedrouting`, 'policyBasedRouting', flagText),
];

/** Annotations that win over what a security policy implies. */
export const lateLcowRules: readonly AnnotationRule<LcowOptions>[] = [
  rule(`${lcow}gueststatefile`, 'guestStateFilePath', anyText),
  rule(`${lcow}dmverity-rootfs-vhd`, 'dmVerityRootFsVhd', anyText),
  rule(`${lcow}dmverity-mode`, 'dmVerityMode', flagText),
  rule(`${lcow}dmverity-create-args`, 'dmVerityCreateArgs', anyText),
  rule(`${lcow}hcl-enabled`, 'hclEnabled', flagText),
];

/** Annotations that change more than one option. */
export const impliedLcowRules = {
  bootFilesPath: rule(`${VM}bootfilesrootpath`, 'bootFilesPath', anyText),
  rootFsType: rule(`${lcow}preferredrootfstype`, 'preferredRootFsType', rootFsTypeText),
  kernelDirect: rule(`${lcow}kerneldirectboot`, 'kernelDirect', flagText),
  extraArguments: rule(`${lcow}extra-exec-command-args`, 'execCommandLine', anyText),
  securityPolicy: rule(`${lcow}securitypolicy`, 'securityPolicy', anyText),
} as const;
