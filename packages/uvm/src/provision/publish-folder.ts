import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Fills a new folder and puts it in its place in one step: others see no folder or all of it. Where two do the same, the
 * first one's stays. The folder is readable by everybody, since root's VMs run as another user.
 */
export const publishFolder = async (
  folder: string,
  fill: (into: string) => Promise<void>,
): Promise<string> => {
  await mkdir(dirname(folder), { recursive: true });
  const made = await mkdtemp(`${folder}.new-`);
  try {
    await chmod(made, 0o755);
    await fill(made);
    await rename(made, folder).catch((failure: NodeJS.ErrnoException) => {
      // Somebody else was first, and may be using it. Windows says EPERM, also where the reason is another one.
      const taken = failure.code === 'ENOTEMPTY' || failure.code === 'EEXIST';
      if (!taken && !(failure.code === 'EPERM' && existsSync(folder))) throw failure;
    });
    return folder;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
};
