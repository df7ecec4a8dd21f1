import type { BuilderHost } from './builder-host.js';
import { windowsPaths } from './windows-paths.js';

type Size = number | bigint;

/** `\\?\C:\x` names the same file as `C:\x`. */
const longDrivePath = /^\\\\\?\\(?=[a-z]:)/u;

/** Files with sizes instead of contents, under the path rules of a host. */
export const memoryFolders = (
  { paths, currentDirectory }: Pick<BuilderHost, 'paths' | 'currentDirectory'>,
  initial: Readonly<Record<string, Size>>,
  emptyFolders: readonly string[],
) => {
  const key = (path: string): string => {
    const absolute = paths.absolute(path, currentDirectory);
    return paths === windowsPaths ? absolute.toLowerCase().replace(longDrivePath, '') : absolute;
  };
  const files = new Map<string, { readonly path: string; readonly size: Size }>();
  const folders = new Set<string>();
  const addFolder = (name: string): void => {
    if (folders.has(name)) return;
    folders.add(name);
    addFolder(paths.folder(name));
  };
  for (const [path, size] of Object.entries(initial)) {
    files.set(key(path), { path, size });
    addFolder(paths.folder(key(path)));
  }
  for (const path of emptyFolders) addFolder(key(path));

  const missing = (path: string): never => {
    throw Object.assign(new Error(`no such file or folder: ${path}`), { code: 'ENOENT' });
  };

  return {
    exists: (path: string) => files.has(key(path)) || folders.has(key(path)),
    size: (path: string) => files.get(key(path))?.size,
    contents: () => new Map([...files.values()].map(({ path, size }) => [path, size])),
    isFolder: (path: string) => folders.has(key(path)) || (files.has(key(path)) ? false : missing(path)),
    createFolder: (path: string) => addFolder(key(path)),
    copy: (from: string, to: string) => {
      const file = files.get(key(from)) ?? missing(from);
      if (!folders.has(paths.folder(key(to)))) missing(to);
      files.set(key(to), { path: files.get(key(to))?.path ?? to, size: file.size });
    },
    remove: (path: string) => void (files.delete(key(path)) || missing(path)),
  };
};
