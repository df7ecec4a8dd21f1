import type { BuilderHost } from './builder-host.js';
import { windowsPaths } from './windows-paths.js';

/** What a host in memory is made of; all but the files has a default. */
export interface MemoryHostOptions extends Partial<
  Omit<BuilderHost, 'exists' | 'fileSize' | 'logicalProcessorCount'>
> {
  /** Sizes by path. The folders above them exist too. */
  readonly files?: Readonly<Record<string, number | bigint>>;
  /** Folders that hold nothing. */
  readonly emptyFolders?: readonly string[];
  readonly logicalProcessors?: number;
}

/** `\\\\?\\C:\\x` names the same file as `C:\\x`. */
const longDrivePath = /^\\\\\?\\(?=[a-z]:)/u;

/** A host that is only described: to build documents for another machine, and for tests. */
export const memoryHost = (options: MemoryHostOptions = {}): BuilderHost => {
  const { files = {}, emptyFolders = [], logicalProcessors = 4, ...given } = options;
  const host = {
    osBuild: 20348,
    architecture: 'amd64',
    paths: windowsPaths,
    currentDirectory: 'C:\\',
    programPath: 'C:\\uvmkit\\uvm.exe',
    programFilesPath: 'C:\\Program Files',
    availableProcessors: logicalProcessors,
    logLevel: 'info',
    scrubLogs: true,
    newGuid: () => crypto.randomUUID(),
    ...given,
  } as const;

  const key = (path: string): string => {
    const absolute = host.paths.absolute(path, host.currentDirectory);
    return host.paths === windowsPaths ? absolute.toLowerCase().replace(longDrivePath, '') : absolute;
  };
  const sizes = new Map(Object.entries(files).map(([path, size]) => [key(path), size]));
  const folders = new Set<string>();
  const addFolder = (path: string): void => {
    if (folders.has(path)) return;
    folders.add(path);
    addFolder(host.paths.folder(path));
  };
  for (const path of sizes.keys()) addFolder(host.paths.folder(path));
  for (const path of emptyFolders) addFolder(key(path));

  return {
    ...host,
    logicalProcessorCount: () => logicalProcessors,
    exists: (path) => sizes.has(key(path)) || folders.has(key(path)),
    fileSize: (path) => sizes.get(key(path)),
  };
};
