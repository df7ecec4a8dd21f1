import type { Chipset } from '@uvmkit/hcs-schema';
import type { LcowOptions } from '../options/lcow-options.js';

export interface BootPaths {
  readonly kernel: string;
  readonly root: string;
}

/** How the kernel starts: directly, or by UEFI from the boot folder, whose names are then taken as they are. */
export const chipset = (options: LcowOptions, { kernel, root }: BootPaths, kernelLine: string): Chipset =>
  options.kernelDirect
    ? {
        LinuxKernelDirect: {
          KernelFilePath: kernel,
          InitRdPath: options.preferredRootFsType === 'initrd' ? root : undefined,
          KernelCmdLine: kernelLine,
        },
      }
    : {
        Uefi: {
          BootThis: {
            DeviceType: 'VmbFs',
            DevicePath: `\\${options.kernelFile}`,
            OptionalData: kernelLine,
            VmbFsRootPath: options.bootFilesPath,
          },
        },
      };
