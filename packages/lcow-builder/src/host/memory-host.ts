import type { BuilderHost } from './builder-host.js';
import type { PreparingHost } from './host-files.js';
import { memoryFolders } from './memory-folders.js';
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
  /** Told of each permission before it is granted; throws to refuse it. */
  readonly onGrant?: (grant: Grant) => void;
}

/** A permission that was granted: to one VM, or to all with these rights. */
export type Grant =
  | { readonly to: 'vm'; readonly vmId: string; readonly path: string }
  | { readonly to: 'vm group'; readonly accessMask: number; readonly path: string };

/** A host that is only described, and what was done to it. */
export interface MemoryHost extends PreparingHost {
  /** Paths and sizes of the files that it has now. */
  readonly contents: () => ReadonlyMap<string, number | bigint>;
  /** Permissions that were asked for, in order; a refused one too. */
  readonly grants: readonly Grant[];
  readonly diskIdentifiers: ReadonlyMap<string, string>;
}

/** A host in memory: to build documents for another machine, and for tests. */
export const memoryHost = (options: MemoryHostOptions = {}): MemoryHost => {
  const { files = {}, emptyFolders = [], logicalProcessors = 4, onGrant, ...given } = options;
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
  const folders = memoryFolders(host, files, emptyFolders);
  const grants: Grant[] = [];
  const diskIdentifiers = new Map<string, string>();
  const grant = (granted: Grant): void => {
    grants.push(granted);
    onGrant?.(granted);
  };

  return {
    ...host,
    logicalProcessorCount: () => logicalProcessors,
    exists: folders.exists,
    fileSize: folders.size,
    contents: folders.contents,
    grants,
    diskIdentifiers,
    files: {
      copy: async (from, to) => folders.copy(from, to),
      remove: async (path) => folders.remove(path),
      createFolder: async (path) => folders.createFolder(path),
      isFolder: async (path) => folders.isFolder(path),
      grantVmGroup: async (path, accessMask) => grant({ to: 'vm group', accessMask, path }),
      grantVm: async (vmId, path) => grant({ to: 'vm', vmId, path }),
      setDiskIdentifier: async (path, guid) => void diskIdentifiers.set(path, guid),
    },
  };
};
