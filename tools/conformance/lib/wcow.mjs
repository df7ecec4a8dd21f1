import { translated, zeroUvm } from './lcow.mjs';

const bootTypes = ['vmbFs', 'blockCim'];

const zeroWcow = {
  ...zeroUvm,
  bootFiles: undefined,
  noDirectMap: false,
  noInheritHostTimezone: false,
  additionalRegistryKeys: [],
  logForwardingEnabled: false,
  defaultLogSourcesEnabled: false,
  isolationType: '',
  disableSecureBoot: false,
  firmwareParameters: '',
  writableEfi: false,
};

const bootFiles = ({ BootType = 0, VmbFSFiles: vmbFs, BlockCIMFiles: blockCim }) => ({
  bootType: bootTypes[BootType] ?? String(BootType),
  vmbFs: vmbFs && {
    osFilesPath: vmbFs.OSFilesPath ?? '',
    osRelativeBootDirPath: vmbFs.OSRelativeBootDirPath ?? '',
    scratchVhdPath: vmbFs.ScratchVHDPath ?? '',
  },
  blockCim: blockCim && {
    bootCimVhdPath: blockCim.BootCIMVHDPath ?? '',
    efiVhdPath: blockCim.EFIVHDPath ?? '',
    scratchVhdPath: blockCim.ScratchVHDPath ?? '',
  },
});

/** Options of the reference for a Windows VM as options here; what is absent there is zero. */
export const wcowOptions = ({ BootFiles, WritableEFI = false, ...options }) => ({
  ...zeroWcow,
  ...translated(options),
  writableEfi: WritableEFI,
  bootFiles: BootFiles ? bootFiles(BootFiles) : undefined,
});
