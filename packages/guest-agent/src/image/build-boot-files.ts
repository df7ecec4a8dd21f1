import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger, type Logger } from '@uvmkit/vmutils';
import { checkPrograms } from './check-programs.js';
import { readElfProgram } from './elf-program.js';
import { errors } from './errors.js';
import { openKernelPackage } from './kernel-package.js';
import { readableFile } from './readable-file.js';
import { imageEntries } from './image-entries.js';
import { writeCpio } from './cpio-archive.js';
import { ModuleStore } from './module-store.js';
import { sharedLibrariesOf } from './shared-libraries.js';

/** What boot files are made of; all paths are of this machine. */
export interface BootFileSources {
  /** Where a kernel package was unpacked: holds `boot/vmlinuz-<release>` and `lib/modules/<release>`. */
  readonly kernelPackage: string;
  /** A static busybox. */
  readonly busybox: string;
  /** The Node binary for the guest. Default: the one that runs this. */
  readonly node?: string;
  /** The agent as one CommonJS file: `dist/agent.cjs` of this package. */
  readonly agent: string;
  /** koffi's native part for Linux on this architecture. */
  readonly koffiAddon: string;
}

/** What was made, kept beside it as `manifest.json`. */
export interface BootFilesManifest {
  readonly kernelRelease: string;
  /** SHA-256 of each file in the folder, in hexadecimal. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Modules that a richer kernel would have. */
  readonly missingModules: readonly string[];
  /** The least memory that such a guest boots with, in MiB: the image is unpacked into it beside its archive. */
  readonly minimumMemoryMiB: number;
}

export const bootFileNames = { kernel: 'kernel', initrd: 'initrd.img', manifest: 'manifest.json' } as const;

/** Needed before the agent can reach the host. */
const channelModules = ['virtio_pci', 'virtio_console'];

/** Loaded beside the agent: devices that a VM may have or get. */
const otherModules = [
  'virtio_scsi',
  'sd_mod',
  'virtio_net',
  'virtio_balloon',
  'virtio_mem',
  'pvpanic_pci',
  'nfit',
  'nd_pmem',
  'overlay',
  'ext4',
  'button',
  '9p',
  '9pnet_virtio',
];

/** For kernel and agent, beside the image. */
const WORKING_MEMORY_MIB = 80;

/**
 * The image and its unpacked copy are in memory at one time, and the copy may fill half of what the image leaves (the
 * root file system is a tmpfs). Measured with 105 MiB: 360 MiB fail to unpack it, 380 MiB boot.
 */
const leastMemory = (imageMiB: number): number => 3 * imageMiB + WORKING_MEMORY_MIB;

/**
 * Makes the kernel and the initial RAM disk of a guest in a folder, or replaces those that are there, once all of it is
 * made. Other files in the folder stay. Needs no rights.
 */
export const buildBootFiles = async (
  sources: BootFileSources,
  folder: string,
  logger: Logger = silentLogger,
): Promise<BootFilesManifest> => {
  const { kernel, modules, release } = await openKernelPackage(sources.kernelPackage);
  const node = sources.node ?? process.execPath;
  await readableFile(sources.agent);

  const store = await ModuleStore.open(modules);
  const channel = await store.closure(channelModules);
  if (channel.missing.length > 0) {
    throw errors.UVM_IMAGE_KERNEL_MODULE(`This kernel has no ${channel.missing.join(', ')}.`, { release });
  }
  // What is built in completely says nothing of its machine; then that of Node is taken.
  const kernelMachine = channel.modules[0]?.machine ?? (await readElfProgram(node))?.machine ?? 0;
  await checkPrograms({ ...sources, node }, kernelMachine);
  const others = await store.closure(otherModules);
  const libraries = await sharedLibrariesOf([node, sources.koffiAddon]);

  const created = await mkdir(folder, { recursive: true });
  if (created !== undefined) await chmod(folder, 0o755);
  const made = await mkdtemp(join(folder, '.new-'));
  try {
    await copyFile(kernel, join(made, bootFileNames.kernel));
    await chmod(join(made, bootFileNames.kernel), 0o644);
    await writeCpio(
      join(made, bootFileNames.initrd),
      imageEntries({ ...sources, node, libraries, channel: channel.modules, others: others.modules }),
    );
    await chmod(join(made, bootFileNames.initrd), 0o644);
    const manifest = await describe(made, release, others.missing);
    await writeFile(join(made, bootFileNames.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    await publish(made, folder);
    logger.info('boot files made', { folder, release });
    return manifest;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
};

/** The manifest goes first and comes last: a folder with one is complete. */
const publish = async (made: string, folder: string): Promise<void> => {
  const { kernel, initrd, manifest } = bootFileNames;
  await rm(join(folder, manifest), { force: true });
  for (const name of [kernel, initrd, manifest]) await rename(join(made, name), join(folder, name));
};

const describe = async (
  folder: string,
  kernelRelease: string,
  missingModules: readonly string[],
): Promise<BootFilesManifest> => {
  const { kernel, initrd } = bootFileNames;
  const sha256: Record<string, string> = {};
  for (const name of [kernel, initrd]) {
    sha256[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  }
  const imageMiB = Math.ceil((await stat(join(folder, initrd))).size / 1_048_576);
  return { kernelRelease, sha256, missingModules, minimumMemoryMiB: leastMemory(imageMiB) };
};
