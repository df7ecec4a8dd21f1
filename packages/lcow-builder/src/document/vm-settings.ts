import type { Integer64 } from '@uvmkit/hcs-schema';
import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import { osBuilds } from '../options/os-builds.js';
import { SCSI_CONTROLLERS } from './scsi-controllers.js';

/** What a VM is made with and keeps, as far as the document depends on it. */
export interface VmSettings {
  readonly id: string;
  readonly owner: string;
  readonly scsiControllerCount: number;
  readonly vpmemMaxCount: number;
  readonly vpmemMaxSizeBytes: Integer64;
  readonly vpmemMultiMapping: boolean;
  readonly physicallyBacked: boolean;
  readonly devicesPhysicallyBacked: boolean;
  readonly encryptScratch: boolean;
  readonly noWritableFileShares: boolean;
  readonly policyBasedRouting: boolean;
}

/** What the options make of a VM. Without VPMem, layers need all the SCSI controllers that there can be. */
export const vmSettings = (options: LcowOptions, { osBuild }: BuilderHost): VmSettings => ({
  id: options.id,
  owner: options.owner,
  scsiControllerCount:
    osBuild >= osBuilds.manyScsiControllers && options.vpmemDeviceCount === 0
      ? SCSI_CONTROLLERS.length
      : options.scsiControllerCount,
  vpmemMaxCount: options.vpmemDeviceCount,
  vpmemMaxSizeBytes: options.vpmemSizeBytes,
  vpmemMultiMapping: !options.vpmemNoMultiMapping,
  physicallyBacked: !options.allowOvercommit,
  devicesPhysicallyBacked: options.fullyPhysicallyBacked,
  encryptScratch: options.enableScratchEncryption,
  noWritableFileShares: options.noWritableFileShares,
  policyBasedRouting: options.policyBasedRouting,
});
