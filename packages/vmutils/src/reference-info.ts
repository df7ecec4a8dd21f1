import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { errors } from './errors.js';
import { silentLogger, type Logger } from './logger.js';
import { windowsPath } from './windows-path.js';

export interface ReferenceInfoOptions {
  readonly logger?: Logger;
  /** Reads a file; a missing one rejects with the code `ENOENT`. The default reads from the disk. */
  readonly read?: (path: string) => Promise<Uint8Array>;
  /** Whose path rules hold. The default is those of this machine. */
  readonly platform?: NodeJS.Platform;
}

/**
 * The signed reference measurement of a confidential VM, in base64, as its guest expects it. The empty text if there is no
 * such file, which is not an error: not every boot folder has one.
 *
 * @param root the boot folder
 * @param name the file below it; joined lexically, so that `..` may leave the folder
 * @throws UVM_REFERENCE_INFO if there is a file but it cannot be read
 */
export const parseReferenceInfo = async (
  root: string,
  name: string,
  { logger = silentLogger, read = readFile, platform = process.platform }: ReferenceInfoOptions = {},
): Promise<string> => {
  if (name === '') return '';
  const path = platform === 'win32' ? windowsPath.join(root, name) : posix.join(root, name);
  try {
    return Buffer.from(await read(path)).toString('base64');
  } catch (cause) {
    if (!isMissing(cause)) throw errors.UVM_REFERENCE_INFO(`It is ${path}.`, { path }, { cause });
    logger.debug('UVM reference info file not found', { filePath: path });
    return '';
  }
};

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
