import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import type { Problem } from '../problems/problem.js';
import type { BootPaths } from './chipset.js';

export const bootPaths = (
  { bootFilesPath, kernelFile, rootFsFile }: LcowOptions,
  { paths }: BuilderHost,
): BootPaths => ({
  kernel: paths.join(bootFilesPath, kernelFile),
  root: paths.join(bootFilesPath, rootFsFile),
});

export const checkBootFiles = (host: BuilderHost, { kernel, root }: BootPaths): readonly Problem[] => [
  ...(host.exists(kernel) ? [] : [missing('kernelFile', 'kernel', kernel, `kernel: '${kernel}' not found`)]),
  ...(host.exists(root)
    ? []
    : [missing('rootFsFile', 'root file system', root, `boot file: '${root}' not found`)]),
];

const missing = (path: string, what: string, value: string, reference: string): Problem => ({
  path,
  rule: 'boot-file-exists',
  value,
  message: `The ${what} ${value} does not exist.`,
  remedy: 'Put the file there, or change bootFilesPath and the file names.',
  reference,
});
