import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errors } from '../errors.js';
import type { DebianArchive } from './debian-archive.js';
import { publishFolder } from './publish-folder.js';

/** A QEMU that was unpacked and not installed, with what it needs to run from there. */
export interface PrivateQemu {
  readonly binary: string;
  /** For `-L`: firmware and option ROMs. */
  readonly dataFolders: readonly string[];
  /** For `LD_LIBRARY_PATH`, of QEMU alone. */
  readonly libraryFolders: readonly string[];
}

const PACKAGE = 'qemu-system-x86';
const BINARY = 'usr/bin/qemu-system-x86_64';
const DATA_FOLDERS = ['usr/share/qemu', 'usr/share/seabios'];

const folderOf = (cache: string): string => join(cache, 'qemu');

/** The private QEMU below a cache folder, or undefined where there is none. */
export const findPrivateQemu = async (cache: string): Promise<PrivateQemu | undefined> => {
  const root = folderOf(cache);
  const binary = join(root, BINARY);
  if (!(await stat(binary).catch(() => undefined))?.isFile()) return undefined;
  return {
    binary,
    dataFolders: DATA_FOLDERS.map((folder) => join(root, folder)),
    libraryFolders: await foldersWithLibraries(root),
  };
};

/** Fetches QEMU and the libraries that this system lacks, and publishes them below the cache folder in one step. */
export const fetchPrivateQemu = async (cache: string, archive: DebianArchive): Promise<PrivateQemu> => {
  const packages = await archive.missingFor(PACKAGE);
  await publishFolder(folderOf(cache), (into) => archive.unpack(packages, into));
  const found = await findPrivateQemu(cache);
  if (found === undefined) throw errors.UVM_DOWNLOAD_FAILED(`The package ${PACKAGE} holds no ${BINARY}.`);
  return found;
};

const foldersWithLibraries = async (root: string): Promise<readonly string[]> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const folders = entries
    .filter((entry) => /\.so(\.|$)/.test(entry.name) && !entry.isDirectory())
    .map((entry) => entry.parentPath ?? entry.path);
  return [...new Set(folders)].sort((a, b) => dirname(a).length - dirname(b).length || (a < b ? -1 : 1));
};
