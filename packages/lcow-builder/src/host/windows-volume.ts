export const isSeparator = (character: string | undefined): boolean =>
  character === '\\' || character === '/';

/**
 * The length of a Windows path's volume: `C:`, `\\server\share`, `\\?\C:`, `\\.\pipe`; 0 for a path without one.
 */
export const volumeLength = (path: string): number => {
  if (path[1] === ':') return 2;
  if (!isSeparator(path[0])) return 0;
  if (isUncDevice(path)) return shareEnd(path, '\\\\.\\UNC\\'.length);
  if (isDevice(path)) return firstElementEnd(path);
  return isSeparator(path[1]) ? shareEnd(path, 2) : 0;
};

const isUncDevice = (path: string): boolean => /^[\\/]{2}\.[\\/]unc(?:[\\/]|$)/iu.test(path);

/** `\\.\`, `\\?\` and `\??\`: what follows names a device. */
const isDevice = (path: string): boolean => /^(?:[\\/]{2}[.?]|[\\/]\?\?)(?:[\\/]|$)/u.test(path);

const firstElementEnd = (path: string): number => {
  if (path.length === 3) return 3;
  let end = 4;
  while (end < path.length && !isSeparator(path[end])) end += 1;
  return end;
};

/** The end of `server\share`, which starts at `from`. */
const shareEnd = (path: string, from: number): number => {
  let separators = 0;
  for (let end = from; end < path.length; end += 1) {
    if (isSeparator(path[end]) && ++separators === 2) return end;
  }
  return path.length;
};
