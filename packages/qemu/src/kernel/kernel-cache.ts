import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { writeAtomically, type FileDigests } from '../file-digests.js';
import { isBzImage, MAX_KERNEL_BYTES } from './bzimage.js';
import { hasPvhNote, isElf } from './pvh-note.js';
import { unpackKernel } from './unpack-kernel.js';

/** A kernel that QEMU can boot, and the digest of the file that it came from. */
export interface BootableKernel {
  readonly path: string;
  readonly sha256: string;
}

interface KernelCacheOptions {
  readonly folder: string;
  readonly digests: FileDigests;
  readonly logger: Logger;
  readonly signal?: AbortSignal;
}

/**
 * Finds the best form in which QEMU can boot a kernel: an ELF image as it is, or the one inside a bzImage, which is
 * unpacked once and kept by content, or else the bzImage itself.
 *
 * @throws UVM_NOT_A_KERNEL
 */
export const bootableKernel = async (
  file: string,
  { folder, digests, logger, signal }: KernelCacheOptions,
): Promise<BootableKernel> => {
  const size = await stat(file).then((found) => (found.isFile() ? found.size : 0), noted(file));
  if (size > MAX_KERNEL_BYTES) throw errors.UVM_NOT_A_KERNEL(`${file} has ${size} bytes.`, { file, size });
  const sha256 = await digests.digest(file, signal);
  const unpacked = path.join(folder, `${sha256}.vmlinux`);
  if (await exists(unpacked)) return { path: unpacked, sha256 };

  const image = await readFile(file, { signal });
  if (isElf(image)) {
    if (hasPvhNote(image)) return { path: file, sha256 };
    throw errors.UVM_NOT_A_KERNEL(`${file} is an ELF file without a PVH entry for x86-64.`, { file });
  }
  if (!isBzImage(image))
    throw errors.UVM_NOT_A_KERNEL(`${file} is neither a bzImage nor an ELF image.`, { file });
  const elf = await unpackKernel(image, logger, signal);
  if (elf === undefined) return { path: file, sha256 };
  await writeAtomically(unpacked, elf);
  logger.debug('kernel unpacked', { file, unpacked, bytes: elf.length });
  return { path: unpacked, sha256 };
};

const noted =
  (file: string) =>
  (cause: unknown): never => {
    throw errors.UVM_QEMU_FILE(`${file} cannot be read.`, { file }, { cause });
  };

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
