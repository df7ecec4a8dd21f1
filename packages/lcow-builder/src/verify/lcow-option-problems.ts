import { MAX_VPMEM_DEVICES } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import { osBuilds } from '../options/os-builds.js';
import { SCSI_CONTROLLERS } from '../document/scsi-controllers.js';
import type { Problem } from '../problems/problem.js';
import { checkDeferredCommit, checkPartition } from './shared-checks.js';

const VPMEM_ALIGNMENT = 4096n;

/** What is wrong with options whose values are what they should be, in the reference's order. */
export const lcowOptionProblems = (options: LcowOptions, host: BuilderHost): readonly Problem[] =>
  checks.flatMap((check) => check(options, host) ?? []);

type Check = (options: LcowOptions, host: BuilderHost) => Problem | undefined;

const checkScsiControllers: Check = ({ scsiControllerCount }) => {
  const most = SCSI_CONTROLLERS.length;
  if (scsiControllerCount <= most) return undefined;
  return {
    path: 'scsiControllerCount',
    rule: 'scsi-controllers',
    value: scsiControllerCount,
    message: `A VM has at most ${most} SCSI controllers.`,
    remedy: `Use 0 to ${most}.`,
    reference: `SCSI controller count can't be more than ${most}`,
  };
};

const checkVpmemCount: Check = ({ vpmemDeviceCount }) =>
  vpmemDeviceCount <= MAX_VPMEM_DEVICES
    ? undefined
    : {
        path: 'vpmemDeviceCount',
        rule: 'vpmem-devices',
        value: vpmemDeviceCount,
        message: `A VM has at most ${MAX_VPMEM_DEVICES} VPMem devices.`,
        remedy: `Use 0 to ${MAX_VPMEM_DEVICES}.`,
        reference: `VPMem device count cannot be greater than ${MAX_VPMEM_DEVICES}`,
      };

const checkVpmemSize: Check = ({ vpmemDeviceCount, vpmemSizeBytes }) =>
  vpmemDeviceCount <= 0 || BigInt(vpmemSizeBytes) % VPMEM_ALIGNMENT === 0n
    ? undefined
    : {
        path: 'vpmemSizeBytes',
        rule: 'vpmem-size-aligned',
        value: vpmemSizeBytes,
        message: `The size of VPMem devices is a whole number of pages of ${VPMEM_ALIGNMENT} bytes.`,
        remedy: 'Round the size up to the next multiple.',
        reference: `VPMemSizeBytes must be a multiple of ${VPMEM_ALIGNMENT}`,
      };

const checkKernelDirect: Check = ({ kernelDirect }, { osBuild }) =>
  !kernelDirect || osBuild >= osBuilds.kernelDirect
    ? undefined
    : {
        path: 'kernelDirect',
        rule: 'kernel-direct-build',
        value: kernelDirect,
        message: `Windows build ${osBuild} cannot boot a Linux kernel directly.`,
        remedy: `Boot by UEFI (kernelDirect: false), or use build ${osBuilds.kernelDirect} or later.`,
        reference: `KernelDirectBoot is not supported on builds older than ${osBuilds.kernelDirect}`,
      };

const checkColdDiscard: Check = ({ enableColdDiscardHint }, { osBuild }) =>
  !enableColdDiscardHint || osBuild >= osBuilds.coldDiscardHint
    ? undefined
    : {
        path: 'enableColdDiscardHint',
        rule: 'cold-discard-build',
        value: enableColdDiscardHint,
        message: `Windows build ${osBuild} has no cold discard hints.`,
        remedy: `Turn the option off, or use build ${osBuilds.coldDiscardHint} or later.`,
        reference: `EnableColdDiscardHint is not supported on builds older than ${osBuilds.coldDiscardHint}`,
      };

const checkArmVpmem: Check = ({ vpmemDeviceCount }, { architecture }) =>
  architecture !== 'arm64' || vpmemDeviceCount <= 0
    ? undefined
    : {
        path: 'vpmemDeviceCount',
        rule: 'vpmem-arm64',
        value: vpmemDeviceCount,
        message: 'There is no VPMem on arm64.',
        remedy: 'Use 0 devices; layers then go to SCSI.',
        reference: 'VPMem devices are not supported on ARM64',
      };

const checks: readonly Check[] = [
  checkDeferredCommit,
  checkScsiControllers,
  checkVpmemCount,
  checkVpmemSize,
  checkKernelDirect,
  checkColdDiscard,
  checkPartition,
  checkArmVpmem,
];
