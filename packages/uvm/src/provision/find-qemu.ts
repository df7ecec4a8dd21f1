import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findPrivateQemu, type PrivateQemu } from './private-qemu.js';

/** A QEMU to use: one that is installed, or the private one with its folders. */
export interface FoundQemu extends PrivateQemu {
  readonly origin: 'path' | 'private';
}

const PROGRAM = 'qemu-system-x86_64';

const onPath = async (path: string): Promise<string | undefined> => {
  for (const folder of path.split(delimiter).filter((one) => one !== '')) {
    const candidate = join(folder, PROGRAM);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
};

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The QEMU on the PATH, else the private one in the cache folder, else undefined. */
export const findQemu = async (
  cache: string,
  path = process.env['PATH'] ?? '',
): Promise<FoundQemu | undefined> => {
  const binary = await onPath(path);
  if (binary !== undefined) return { origin: 'path', binary, dataFolders: [], libraryFolders: [] };
  const unpacked = await findPrivateQemu(cache);
  return unpacked && { origin: 'private', ...unpacked };
};
