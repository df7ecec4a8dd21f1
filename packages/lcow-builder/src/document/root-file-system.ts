import type { Attachment, Integer64, VirtualPMemDevice } from '@uvmkit/hcs-schema';
import { quoteText } from '@uvmkit/kernel-params';
import { pageAlign, regionBytes, regionClass } from '../devices/region-class.js';
import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import type { Compat, Problem } from '../problems/problem.js';
import type { VmSettings } from './vm-settings.js';
import type { ScsiSlot } from './scsi-controllers.js';
import type { RootVpmem } from './root-vpmem.js';

/** Where the root file system comes from, as the document says it, and what the VM has to remember. */
export interface RootFileSystem {
  /** What names it on the kernel line; '' for nothing. */
  readonly kernelArguments: string;
  readonly scsiAttachments?: Readonly<Record<string, Attachment>>;
  readonly reservedScsiSlots: readonly ScsiSlot[];
  readonly vpmemDevices?: Readonly<Record<string, VirtualPMemDevice>>;
  readonly vpmem?: RootVpmem;
}

type Found = RootFileSystem | Problem;

export const isProblem = (found: object): found is Problem => 'rule' in found;

const nowhere: RootFileSystem = { kernelArguments: '', reservedScsiSlots: [] };

/** @param path the root file system's file on the host */
export const rootFileSystem = (
  options: LcowOptions,
  host: BuilderHost,
  vm: VmSettings,
  path: string,
  compat: Compat | undefined,
): Found => {
  if (options.preferredRootFsType === 'initrd')
    return options.kernelDirect ? nowhere : { ...nowhere, kernelArguments: `initrd=/${options.rootFsFile}` };
  if (options.preferredRootFsType !== 'vhd') return nowhere;
  return vm.vpmemMaxCount > 0 ? onVpmem(options, host, vm, path, compat) : onScsi(options, vm, path);
};

const onVpmem = (
  { rootFsFile }: LcowOptions,
  host: BuilderHost,
  vm: VmSettings,
  path: string,
  compat: Compat | undefined,
): Found => {
  const packed = vm.vpmemMultiMapping ? packedRoot(host.fileSize(path) ?? 0) : undefined;
  if (packed !== undefined && isProblem(packed)) return packed;

  const isVhdx = compat === undefined && host.paths.extension(rootFsFile).toLowerCase() === '.vhdx';
  return {
    kernelArguments: 'root=/dev/pmem0 ro rootwait init=/init',
    reservedScsiSlots: [],
    vpmemDevices: { '0': { HostPath: path, ReadOnly: true, ImageFormat: isVhdx ? 'Vhdx' : 'Vhd1' } },
    vpmem: { hostPath: rootFsFile, guestPath: '/', packed },
  };
};

const packedRoot = (fileBytes: Integer64): NonNullable<RootVpmem['packed']> | Problem => {
  const sizeInBytes = pageAlign(fileBytes);
  const regionSizeInBytes = regionBytes(regionClass(sizeInBytes));
  return regionSizeInBytes === undefined ? rootSizeProblem(fileBytes) : { sizeInBytes, regionSizeInBytes };
};

const rootSizeProblem = (fileBytes: Integer64): Problem => ({
  path: 'rootFsFile',
  rule: 'root-vpmem-size',
  value: fileBytes,
  message: 'The root file system is empty, or larger than the 4 GiB of one VPMem device.',
  remedy: 'Use a smaller image, or put it on SCSI (vpmemDeviceCount: 0).',
  reference: 'failed to allocate memory for rootfs: invalid memory class',
});

const onScsi = (options: LcowOptions, vm: VmSettings, path: string): Found => {
  if (options.dmVerityMode && options.dmVerityCreateArgs === '') return verityProblem;
  if (vm.scsiControllerCount === 0) return noControllerProblem;
  return {
    kernelArguments: options.dmVerityMode
      ? `root=/dev/dm-0 dm-mod.create=${quoteText(options.dmVerityCreateArgs)} init=/init`
      : 'root=/dev/sda ro rootwait init=/init',
    scsiAttachments: { '0': { Type: 'VirtualDisk', Path: path, ReadOnly: true } },
    reservedScsiSlots: [{ controller: 0, lun: 0 }],
  };
};

const verityProblem: Problem = {
  path: 'dmVerityCreateArgs',
  rule: 'verity-arguments',
  value: '',
  message: 'dm-verity needs to know what to verify.',
  remedy: 'Give the table of the root file system in dmVerityCreateArgs, or turn dmVerityMode off.',
  reference: 'DmVerityCreateArgs must be set when DmVerityMode is true and not booting from a vmgs file.',
};

const noControllerProblem: Problem = {
  path: 'scsiControllerCount',
  rule: 'root-scsi-controller',
  value: 0,
  message: 'The root file system is on SCSI, and there is no controller for it.',
  remedy: 'Use at least 1 SCSI controller, or a VPMem device.',
  reference: 'assignment to entry in nil map',
};
