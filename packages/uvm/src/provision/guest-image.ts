import { bootFileNames, buildBootFiles } from '@uvmkit/guest-agent/image';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { archiveFor, type DownloadOptions } from './downloads-allowed.js';
import { imageParts } from './image-parts.js';
import { publishFolder } from './publish-folder.js';
import { errors } from '../errors.js';

/** Debian's kernel for virtual machines. */
const KERNEL_METAPACKAGE = 'linux-image-cloud-amd64';
const BUSYBOX_PACKAGE = 'busybox-static';

export interface BuildImageOptions extends DownloadOptions {
  /** Where to put the boot files. Default: below the cache folder, where `findGuestImage` finds them. */
  readonly out?: string | undefined;
}

/** The folder of the boot files that belong to this version of the agent and this Node.js, if they are made. */
export const findGuestImage = async (cache = cacheFolder()): Promise<string | undefined> => {
  const folder = await imageFolder(cache);
  const files = await Promise.all(
    Object.values(bootFileNames).map((name) => stat(join(folder, name)).catch(() => undefined)),
  );
  return files.every((file) => file?.isFile()) ? folder : undefined;
};

/** Makes boot files from the distribution's packages, which the cache folder keeps, and returns their folder. */
export const buildGuestImage = async (options: BuildImageOptions): Promise<string> => {
  const cache = cacheFolder();
  const packages = (await findPackages(cache)) ?? (await fetchPackages(cache, options));
  const folder = options.out ?? (await imageFolder(cache));
  options.progress(`making boot files in ${folder}`);
  const parts = await imageParts();
  await buildBootFiles(
    { ...parts, kernelPackage: packages, busybox: join(packages, 'bin', 'busybox') },
    folder,
  );
  return folder;
};

const packagesFolder = (cache: string): string => join(cache, 'guest-packages');

const findPackages = async (cache: string): Promise<string | undefined> => {
  const busybox = await stat(join(packagesFolder(cache), 'bin', 'busybox')).catch(() => undefined);
  return busybox?.isFile() ? packagesFolder(cache) : undefined;
};

const fetchPackages = async (cache: string, options: DownloadOptions): Promise<string> => {
  const archive = await archiveFor('a kernel package and busybox', join(cache, 'apt'), options);
  const kernel = (await archive.dependenciesOf(KERNEL_METAPACKAGE)).find((name) =>
    name.startsWith('linux-image-'),
  );
  if (kernel === undefined) {
    throw errors.UVM_DOWNLOAD_FAILED(`The package sources have no ${KERNEL_METAPACKAGE}.`, {
      name: KERNEL_METAPACKAGE,
    });
  }
  return publishFolder(packagesFolder(cache), (into) => archive.unpack([kernel, BUSYBOX_PACKAGE], into));
};

/** One folder for each combination of agent, koffi and Node.js, so that an upgrade of any makes an image of its own. */
const imageFolder = async (cache: string): Promise<string> => {
  const { agent, koffiAddon, node } = await imageParts();
  const hash = createHash('sha256').update(await readFile(agent));
  for (const file of [koffiAddon, node]) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`\0${file}\0${size}\0${mtimeMs}`);
  }
  return join(cache, 'boot', hash.digest('hex').slice(0, 16));
};
