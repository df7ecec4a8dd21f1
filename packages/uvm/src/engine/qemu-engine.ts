import { bootFileNames, type BootFilesManifest } from '@uvmkit/guest-agent/image';
import { createQemuHypervisor } from '@uvmkit/qemu';
import { silentLogger, type Logger } from '@uvmkit/vmutils';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FoundQemu } from '../provision/find-qemu.js';
import { emulatedEngine } from './emulated-engine.js';
import type { Engine } from './engine.js';
import { localBuilderHost } from './local-builder-host.js';

export interface QemuEngineOptions {
  readonly qemu: FoundQemu;
  /** Folder with `kernel` and `initrd.img`. */
  readonly bootFiles: string;
  /** Start from a saved template. */
  readonly warm?: boolean;
  /** Keeps unpacked kernels and templates. */
  readonly cache: string;
  readonly logger?: Logger;
}

/** Real VMs: HCS emulated over QEMU, with hardware virtualisation where it works. */
export const qemuEngine = async ({
  qemu,
  bootFiles: given,
  warm = false,
  cache,
  logger = silentLogger,
}: QemuEngineOptions): Promise<Engine> => {
  const bootFilesPath = resolve(given);
  return emulatedEngine({
    name: 'qemu',
    hypervisor: createQemuHypervisor({
      qemu: qemu.binary,
      dataFolders: qemu.dataFolders,
      libraryFolders: qemu.libraryFolders,
      cacheFolder: cache,
      logger,
    }),
    builderHost: localBuilderHost({ bootFilesPath }),
    bootFilesPath,
    minimumMemoryMiB: await minimumMemoryOf(bootFilesPath),
    warm,
    logger,
  });
};

/** Boot files of other makers have no manifest; what they need is for the guest to find out. */
const UNKNOWN_MINIMUM_MIB = 64;

const minimumMemoryOf = async (folder: string): Promise<number> => {
  const text = await readFile(join(folder, bootFileNames.manifest), 'utf8').catch(() => undefined);
  if (text === undefined) return UNKNOWN_MINIMUM_MIB;
  const { minimumMemoryMiB } = JSON.parse(text) as Partial<BootFilesManifest>;
  return minimumMemoryMiB ?? UNKNOWN_MINIMUM_MIB;
};
