import { FULL_ACCESS, type PreparingHost } from '../host/host-files.js';
import type { LcowOptions } from '../options/lcow-options.js';
import type { Problem } from '../problems/problem.js';

/** The guest state and the root file system, as they are in the boot folder or in the VM's own folder. */
export interface ConfidentialFiles {
  readonly guestState: string;
  readonly root: string;
}

/** The copy of the root file system always has this name. */
const ROOT_COPY = 'rootfs.vhd';

export const templateFiles = (options: LcowOptions, { paths }: PreparingHost): ConfidentialFiles => ({
  guestState: paths.join(options.bootFilesPath, options.guestStateFilePath),
  root: paths.join(options.bootFilesPath, options.dmVerityRootFsVhd),
});

export const checkTemplateFiles = (
  { guestState, root }: ConfidentialFiles,
  host: PreparingHost,
): readonly Problem[] => [
  ...(host.exists(guestState)
    ? []
    : [missing('guestStateFilePath', guestState, `the GuestState vmgs file '${guestState}' was not found`)]),
  ...(host.exists(root)
    ? []
    : [missing('dmVerityRootFsVhd', root, `the DM Verity VHD file '${root}' was not found`)]),
];

const missing = (path: string, value: string, reference: string): Problem => ({
  path,
  rule: 'boot-file-exists',
  value,
  message: `${value} does not exist.`,
  remedy: 'Put the file there, or change bootFilesPath and the file name.',
  reference,
});

/** Where the VM's own copies go. */
export const copiedFiles = (options: LcowOptions, { paths }: PreparingHost): ConfidentialFiles => ({
  guestState: paths.join(options.bundleDirectory, options.guestStateFilePath),
  root: paths.join(options.bundleDirectory, ROOT_COPY),
});

/** A copy that replaces a template, or the other copy, would lose it, and take it along when the VM goes. */
export const checkCopies = (
  from: ConfidentialFiles,
  to: ConfidentialFiles,
  { paths, currentDirectory }: PreparingHost,
): readonly Problem[] => {
  const [guestState, root, ...templates] = [to.guestState, to.root, from.guestState, from.root].map((path) =>
    paths.absolute(path, currentDirectory),
  ) as [string, string, ...string[]];
  const isTaken = (copy: string, others: readonly string[]): boolean =>
    others.some((other) => paths.same(copy, other));
  return [
    ...(isTaken(guestState, [root, ...templates]) ? [overwriting(guestState)] : []),
    ...(isTaken(root, templates) ? [overwriting(root)] : []),
  ];
};

const overwriting = (copy: string): Problem => ({
  path: 'bundleDirectory',
  rule: 'boot-file-overwritten',
  value: copy,
  message: `A copy would be written over another boot file: ${copy}.`,
  remedy: `Give the VM a folder of its own, and a guest state file that is not called ${ROOT_COPY}.`,
});

/** Copies both files and opens the copies to VMs. What was copied is removed again when a step fails. */
export const copyBootFiles = async (
  from: ConfidentialFiles,
  to: ConfidentialFiles,
  { files }: PreparingHost,
): Promise<Problem | undefined> => {
  const made: string[] = [];
  const steps: readonly (() => Promise<Problem | undefined>)[] = [
    () => copy(files, 'VMGS template file', from.guestState, to.guestState, made),
    () => copy(files, 'DM Verity rootfs template file', from.root, to.root, made),
    () => grant(files, to.guestState),
    () => grant(files, to.root),
  ];
  for (const step of steps) {
    const problem = await step();
    if (problem === undefined) continue;
    await removeAll(files, made);
    return problem;
  }
  return undefined;
};

/** Removes what it can; the failure that led here is what matters. */
export const removeAll = async (files: PreparingHost['files'], paths: readonly string[]): Promise<void> => {
  await Promise.allSettled(paths.map((path) => files.remove(path)));
};

const copy = async (
  files: PreparingHost['files'],
  what: string,
  from: string,
  to: string,
  made: string[],
): Promise<Problem | undefined> => {
  try {
    await files.copy(from, to);
    made.push(to);
    return undefined;
  } catch (error) {
    return {
      path: 'bundleDirectory',
      rule: 'boot-file-copy',
      value: to,
      message: `Copying ${from} to ${to} failed: ${textOf(error)}.`,
      remedy: "Check that the VM's folder exists, that you may write there and that there is room.",
      reference: `failed to copy ${what}: failed CopyFileW Win32 call from '${from}' to '${to}': ${textOf(error)}`,
    };
  }
};

const grant = async (files: PreparingHost['files'], path: string): Promise<Problem | undefined> => {
  try {
    await files.grantVmGroup(path, FULL_ACCESS);
    return undefined;
  } catch (error) {
    return {
      path: 'bundleDirectory',
      rule: 'boot-file-grant',
      value: path,
      message: `VMs could not be given access to ${path}: ${textOf(error)}.`,
      remedy: "Check that you may change permissions in the VM's folder.",
      reference: `failed to grant VM group access ALL: ${textOf(error)}`,
    };
  }
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
