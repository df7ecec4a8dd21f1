import { bootFileNames, buildBootFiles } from '@uvmkit/guest-agent/image';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import type { DebianArchive } from './debian-archive.js';
import { archiveFor, type DownloadOptions } from './downloads-allowed.js';
import { imageParts } from './image-parts.js';
import { publishFolder } from './publish-folder.js';
import { errors } from '../errors.js';

/** Kernels for virtual machines: Debian's, then Ubuntu's. */
const KERNEL_METAPACKAGES = ['linux-image-cloud-amd64', 'linux-image-virtual'];
const KERNEL_PACKAGE = /^linux-image-(?:unsigned-)?(\d.*)$/;
const BUSYBOX_PACKAGE = 'busybox-static';
const BUSYBOX_PATHS = ['bin/busybox', 'usr/bin/busybox'];

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
  const { agent, koffiAddon, node } = await imageParts();
  await buildBootFiles({ ...packages, agent, koffiAddon, node }, folder);
  return folder;
};

const packagesFolder = (cache: string): string => join(cache, 'guest-packages');

/** The unpacked packages of the guest. */
interface GuestPackages {
  readonly kernelPackage: string;
  readonly busybox: string;
}

const findPackages = async (cache: string): Promise<GuestPackages | undefined> => {
  const kernelPackage = packagesFolder(cache);
  for (const path of BUSYBOX_PATHS) {
    const busybox = join(kernelPackage, path);
    if ((await stat(busybox).catch(() => undefined))?.isFile()) return { kernelPackage, busybox };
  }
  return undefined;
};

const fetchPackages = async (cache: string, options: DownloadOptions): Promise<GuestPackages> => {
  const archive = await archiveFor('a kernel package and busybox', join(cache, 'apt'), options);
  const kernel = await kernelPackages(archive);
  await publishFolder(packagesFolder(cache), (into) => archive.unpack([...kernel, BUSYBOX_PACKAGE], into));
  const found = await findPackages(cache);
  if (found === undefined)
    throw errors.UVM_DOWNLOAD_FAILED(`The package ${BUSYBOX_PACKAGE} holds no busybox.`);
  return found;
};

/** The newest kernel of the first metapackage that the sources have; Ubuntu keeps its modules in a package of their own. */
const kernelPackages = async (archive: DebianArchive): Promise<readonly string[]> => {
  for (const metapackage of KERNEL_METAPACKAGES) {
    const kernel = (await archive.dependenciesOf(metapackage)).find((name) => KERNEL_PACKAGE.test(name));
    if (kernel === undefined) continue;
    const modules = `linux-modules-${KERNEL_PACKAGE.exec(kernel)?.[1]}`;
    return (await archive.dependenciesOf(kernel)).includes(modules) ? [kernel, modules] : [kernel];
  }
  throw errors.UVM_DOWNLOAD_FAILED(`The package sources have none of ${KERNEL_METAPACKAGES.join(', ')}.`);
};

/** One folder for each combination of agent, image builder, koffi and Node.js, so that an upgrade of any makes an image of its own. */
const imageFolder = async (cache: string): Promise<string> => {
  const { agent, builder, koffiAddon, node } = await imageParts();
  const hash = createHash('sha256')
    .update(await readFile(agent))
    .update(await readFile(builder));
  for (const file of [koffiAddon, node]) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`\0${file}\0${size}\0${mtimeMs}`);
  }
  return join(cache, 'boot', hash.digest('hex').slice(0, 16));
};
