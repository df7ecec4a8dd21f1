import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { archiveFor, type DownloadOptions } from './downloads-allowed.js';
import { findQemu, type FoundQemu } from './find-qemu.js';
import { buildGuestImage, findGuestImage } from './guest-image.js';
import { fetchPrivateQemu } from './private-qemu.js';

/** What real VMs need on this machine. */
export interface PreparedMachine {
  readonly qemu: FoundQemu;
  /** Folder with kernel and initial RAM disk. */
  readonly bootFiles: string;
  readonly cache: string;
}

/** Finds a QEMU or fetches a private one, and makes boot files unless they are there. Nothing outside the cache changes. */
export const prepareMachine = async (options: DownloadOptions): Promise<PreparedMachine> => {
  const cache = cacheFolder();
  const qemu = (await findQemu(cache)) ?? {
    origin: 'private' as const,
    ...(await fetchPrivateQemu(cache, await archiveFor('a QEMU', join(cache, 'apt'), options))),
  };
  const bootFiles = (await findGuestImage(cache)) ?? (await buildGuestImage(options));
  return { qemu, bootFiles, cache };
};
