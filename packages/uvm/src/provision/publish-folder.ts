import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Fills a new folder and puts it in its place in one step: others see the old content or the new, never a part.
 * The folder and those above that had to be made are readable by everybody, since root's VMs run as another user.
 */
export const publishFolder = async (
  folder: string,
  fill: (into: string) => Promise<void>,
): Promise<string> => {
  await mkdir(dirname(folder), { recursive: true, mode: 0o755 });
  const made = await mkdtemp(`${folder}.new-`);
  try {
    await chmod(made, 0o755);
    await fill(made);
    await rm(folder, { recursive: true, force: true });
    await rename(made, folder);
    return folder;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
};
