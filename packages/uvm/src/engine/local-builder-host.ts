import { posixPaths, windowsPaths, type BuilderHost, type HostLogLevel } from '@uvmkit/lcow-builder';
import { randomUUID } from 'node:crypto';
import { statSync, type Stats } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { errors } from '../errors.js';

/** The Windows build whose rules an emulated host follows: the newest that the document builder makes a difference for. */
const EMULATED_OS_BUILD = 26100;

export interface LocalHostOptions {
  /** The folder in which boot files are looked for when nobody names one. */
  readonly bootFilesPath: string;
  readonly logLevel?: HostLogLevel;
}

/** This machine as the document builder sees it, for engines that emulate HCS. */
export const localBuilderHost = ({ bootFilesPath, logLevel = 'info' }: LocalHostOptions): BuilderHost => ({
  osBuild: EMULATED_OS_BUILD,
  architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
  paths: process.platform === 'win32' ? windowsPaths : posixPaths,
  currentDirectory: process.cwd(),
  programPath: process.argv[1] ?? 'uvm',
  programFilesPath: dirname(bootFilesPath),
  availableProcessors: availableParallelism(),
  logLevel,
  scrubLogs: true,
  logicalProcessorCount: () => cpus().length || availableParallelism(),
  exists: (path) => statOf(path) !== undefined,
  fileSize: (path) => {
    const found = statOf(path);
    return found?.isFile() ? found.size : undefined;
  },
  newGuid: () => randomUUID(),
});

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw errors.UVM_BOOT_FILES_UNREADABLE(path, { path }, { cause });
  }
};
