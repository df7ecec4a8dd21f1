import { BOOT_FILES, INSTALLED_BOOT_FOLDER, LOCAL_BOOT_FOLDER } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from './lcow-options.js';

/**
 * The options with another boot folder: made absolute, and with the best files found there. A `rootfs.vhd` becomes the
 * root file system; with kernel direct boot, a `vmlinux` becomes the kernel.
 *
 * As in the reference, a change never goes back: a folder without these files keeps the names chosen before.
 */
export const updateBootFilesPath = (options: LcowOptions, path: string, host: BuilderHost): LcowOptions => {
  const { paths } = host;
  const bootFilesPath = paths.absolute(path, host.currentDirectory);
  if (paths.same(options.bootFilesPath, bootFilesPath)) return options;

  const hasVhd = host.exists(paths.join(bootFilesPath, BOOT_FILES.rootVhd));
  const hasVmlinux =
    options.kernelDirect && host.exists(paths.join(bootFilesPath, BOOT_FILES.uncompressedKernel));
  return {
    ...options,
    bootFilesPath,
    ...(hasVhd && { rootFsFile: BOOT_FILES.rootVhd, preferredRootFsType: 'vhd' as const }),
    ...(hasVmlinux && { kernelFile: BOOT_FILES.uncompressedKernel }),
  };
};

/** `LinuxBootFiles` beside the program when there is such a thing, otherwise the installed boot files. */
export const defaultBootFilesPath = (host: BuilderHost): string => {
  const beside = host.paths.join(host.paths.folder(host.programPath), LOCAL_BOOT_FOLDER);
  return host.exists(beside) ? beside : host.paths.join(host.programFilesPath, INSTALLED_BOOT_FOLDER);
};
