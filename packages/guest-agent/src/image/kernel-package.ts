import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from './errors.js';
import { readableFile } from './readable-file.js';

/** A kernel and its modules, as a distribution's package has them. */
export interface KernelPackage {
  readonly kernel: string;
  /** Folder of the modules. */
  readonly modules: string;
  readonly release: string;
}

/** Finds what is needed in a folder where a kernel package was unpacked. Modules are below `lib` or `usr/lib`. */
export const openKernelPackage = async (root: string): Promise<KernelPackage> => {
  const files = await readdir(join(root, 'boot')).catch(() => []);
  const [file] = files.filter((name) => name.startsWith('vmlinuz-')).sort();
  if (file === undefined) throw errors.UVM_IMAGE_SOURCE(`No kernel in ${join(root, 'boot')}.`, { root });
  const release = file.slice('vmlinuz-'.length);
  const kernel = await readableFile(join(root, 'boot', file));
  if (!(await isBzImage(kernel))) throw errors.UVM_IMAGE_SOURCE(`${kernel} is no bzImage.`, { kernel });
  for (const lib of ['lib', 'usr/lib']) {
    const modules = join(root, lib, 'modules', release);
    if (await isFolder(modules)) return { kernel, release, modules };
  }
  throw errors.UVM_IMAGE_SOURCE(`No modules of kernel ${release} below ${root}.`, { root, release });
};

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/** Linux Documentation/arch/x86/boot.rst: the header's magic. */
const isBzImage = async (file: string): Promise<boolean> => {
  await using handle = await open(file, 'r');
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0x202);
  return buffer.toString('latin1') === 'HdrS';
};
