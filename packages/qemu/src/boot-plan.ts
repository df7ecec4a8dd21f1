import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { HypervisorConfig } from '@uvmkit/hypervisor';
import { qemuArguments, type Accelerator, type MachineSettings } from './arguments.js';
import { errors } from './errors.js';
import type { BootableKernel } from './kernel/kernel-cache.js';
import { fileInQemu, type MachineFile } from './machine.js';
import type { QemuProgram } from './process/launch-command.js';
import type { Template } from './template/template-store.js';

/** Everything that is known about a VM before it starts. */
export interface BootPlan {
  readonly config: HypervisorConfig;
  readonly kernel: BootableKernel;
  readonly portName: string;
  readonly dataFolders: readonly string[];
  readonly reconnectInMs: boolean;
}

/** How one QEMU is to be run for a plan. */
export interface LaunchPlan {
  readonly program: QemuProgram;
  readonly files: readonly MachineFile[];
  readonly args: (sockets: MachineSettings['sockets']) => readonly string[];
}

/** Numbers of the files that QEMU gets. */
export const fileIndex = { kernel: 0, initrd: 1, ram: 2, state: 3 } as const;

/** The program, its files and its arguments, for a start without or with a template. */
export const launchPlan = (
  { config, kernel, portName, dataFolders, reconnectInMs }: BootPlan,
  program: QemuProgram,
  accelerator: Accelerator,
  template?: Template & { readonly mode: 'make' | 'use' },
): LaunchPlan => ({
  program,
  files: [
    { path: kernel.path, flags: 'r' },
    { path: config.initrdPath, flags: 'r' },
    ...(template ? [{ path: template.ram, flags: 'r+' } as const] : []),
    ...(template?.mode === 'use' ? [{ path: template.state, flags: 'r' } as const] : []),
  ],
  args: (sockets) =>
    qemuArguments(config, {
      accelerator,
      kernelPath: fileInQemu(fileIndex.kernel),
      initrdPath: fileInQemu(fileIndex.initrd),
      sockets,
      portName,
      dataFolders,
      reconnectInMs,
      ...(template ? { template: { ramPath: fileInQemu(fileIndex.ram), mode: template.mode } } : {}),
    }),
});

/** For the kernel and the first processes. */
const WORKING_MEMORY_MIB = 80;

/**
 * The least memory for a guest with a RAM disk of that size. The archive and its unpacked copy are in memory at one time,
 * and the copy may fill half of what the archive leaves (the kernel's root file system is a tmpfs). Measured with
 * 105 MiB: 360 MiB fail to unpack it, 380 MiB boot. With 2 MiB: 64 MiB crash, 80 MiB boot.
 */
export const minimumMemoryMiB = (initrdBytes: number): number =>
  3 * Math.ceil(initrdBytes / 1_048_576) + WORKING_MEMORY_MIB;

/** Checks the files of a configuration and that they fit into its memory. */
export const checkBootFiles = async (
  { kernelPath, initrdPath, memory }: HypervisorConfig,
  needsOthersAccess: boolean,
): Promise<void> => {
  for (const file of [kernelPath, initrdPath]) await checkReadable(file, needsOthersAccess);
  const needed = minimumMemoryMiB((await stat(initrdPath)).size);
  if (memory < needed)
    throw errors.UVM_QEMU_MEMORY(`It has ${memory} MiB and needs ${needed} MiB.`, {
      memory,
      needed,
      initrdPath,
    });
};

/** QEMU opens its files again by descriptor, for which their own permissions count but not those of their folders. */
const checkReadable = async (file: string, byOthers: boolean): Promise<void> => {
  try {
    await access(file, constants.R_OK);
    const { mode } = await checkedStat(file);
    if (byOthers && (mode & constants.S_IROTH) === 0)
      throw new Error(`its mode is ${(mode & 0o777).toString(8)}, and QEMU runs as another user`);
  } catch (cause) {
    throw errors.UVM_QEMU_FILE(`${file}: ${(cause as Error).message}.`, { file }, { cause });
  }
};

const checkedStat = async (file: string) => {
  const found = await stat(file);
  if (!found.isFile()) throw new Error('it is not a file');
  return found;
};
