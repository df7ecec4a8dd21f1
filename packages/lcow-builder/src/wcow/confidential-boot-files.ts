import { BOOT_FILES } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import type { BlockCimBootFiles, WcowOptions } from './wcow-options.js';

/** Where boot files of confidential Windows VMs are, beside the program. */
const BESIDE_PROGRAM = ['WindowsBootFiles', 'confidential'] as const;

/** Names of these files, of which each kind of isolation has a guest state of its own. */
const EFI_DISK = 'boot.vhd';
const BOOT_IMAGE = 'rootfs.vhd';
const guestStates: Readonly<Record<string, string>> = {
  VirtualizationBasedSecurity: 'cwcow.vbs.vmgs',
  GuestStateOnly: 'cwcow.gso.vmgs',
};
const SNP_GUEST_STATE = 'cwcow.snp.vmgs';

type Folder = Pick<WcowOptions, 'bootFilesRootPath'>;

const below = ({ bootFilesRootPath }: Folder, { paths, programPath }: BuilderHost, name: string): string =>
  bootFilesRootPath === ''
    ? paths.join(paths.folder(programPath), ...BESIDE_PROGRAM, name)
    : paths.join(bootFilesRootPath, name);

/**
 * The boot files of a confidential Windows VM: the measured disks of the folder `bootFilesRootPath`, or, when that is
 * empty, of `WindowsBootFiles\confidential` beside the program. Nothing is copied: a VM that writes to its EFI disk
 * (`writableEfi`) or its guest state needs copies of its own.
 */
export const confidentialBootFiles = (
  options: Folder,
  scratchVhdPath: string,
  host: BuilderHost,
): BlockCimBootFiles => ({
  bootType: 'blockCim',
  blockCim: {
    bootCimVhdPath: below(options, host, BOOT_IMAGE),
    efiVhdPath: below(options, host, EFI_DISK),
    scratchVhdPath,
  },
});

/** What a confidential Windows VM is measured by, from the same folder. */
export const confidentialMeasurements = (
  options: Folder & Pick<WcowOptions, 'isolationType'>,
  host: BuilderHost,
): Pick<WcowOptions, 'guestStateFilePath' | 'uvmReferenceInfoFile' | 'uvmHashEnvelopeReferenceInfoFile'> => ({
  guestStateFilePath: below(options, host, guestStates[options.isolationType] ?? SNP_GUEST_STATE),
  uvmReferenceInfoFile: below(options, host, BOOT_FILES.referenceInfo),
  uvmHashEnvelopeReferenceInfoFile: below(options, host, BOOT_FILES.hashEnvelopeReferenceInfo),
});
