import type { DebugOptions, GuestCrashReporting } from '@uvmkit/hcs-schema';
import { FULL_ACCESS, type PreparingHost } from '../host/host-files.js';
import type { Problem } from '../problems/problem.js';
import type { WcowOptions } from './wcow-options.js';

/** Whether there is a folder for the dumps of a crashed guest. */
export const checkDumpFolder = async (
  { dumpDirectoryPath }: WcowOptions,
  { files }: PreparingHost,
): Promise<Problem | undefined> => {
  if (dumpDirectoryPath === '') return undefined;
  try {
    if (await files.isFolder(dumpDirectoryPath)) return undefined;
  } catch {
    return dumpProblem(
      dumpDirectoryPath,
      `failed to stat dump directory ${dumpDirectoryPath}: GetFileAttributesEx ${dumpDirectoryPath}: `,
    );
  }
  return dumpProblem(dumpDirectoryPath, `dump directory path ${dumpDirectoryPath} isn't a directory`);
};

const dumpProblem = (value: string, reference: string): Problem => ({
  path: 'dumpDirectoryPath',
  rule: 'dump-folder',
  value,
  message: `${value} is not a folder.`,
  remedy: 'Make the folder, or leave dumpDirectoryPath out.',
  reference,
});

/** Lets VMs write to the folder for dumps. */
export const openDumpFolder = async (
  { dumpDirectoryPath }: WcowOptions,
  { files }: PreparingHost,
): Promise<Problem | undefined> => {
  if (dumpDirectoryPath === '') return undefined;
  try {
    await files.grantVmGroup(dumpDirectoryPath, FULL_ACCESS);
    return undefined;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return {
      path: 'dumpDirectoryPath',
      rule: 'dump-folder-grant',
      value: dumpDirectoryPath,
      message: `VMs could not be given access to ${dumpDirectoryPath}: ${cause}.`,
      remedy: 'Check that you may change permissions there.',
      reference: `failed to add SDL to dump directory: ${cause}`,
    };
  }
};

/** What the host and the guest write when the guest crashes. */
export const crashDumps = (
  { id, dumpDirectoryPath }: WcowOptions,
  { paths }: PreparingHost,
): { readonly debugOptions?: DebugOptions; readonly reporting?: GuestCrashReporting } => {
  if (dumpDirectoryPath === '') return {};
  const file = (ending: string): string => paths.join(dumpDirectoryPath, `${id}-${ending}`);
  return {
    debugOptions: {
      BugcheckSavedStateFileName: file('savedstate.vmrs'),
      BugcheckNoCrashdumpSavedStateFileName: file('savedstate_nocrashdump.vmrs'),
    },
    reporting: { WindowsCrashSettings: { DumpFileName: file('windows-crash'), DumpType: 'Full' } },
  };
};
