/**
 * Lexical path rules of Windows as Go programs apply them, for paths that are written into documents on any platform. Node's
 * own `path.win32` differs: it makes `C:\x` of `C:` and `x`, which is another folder.
 */
export interface WindowsPath {
  /** The shortest path that means the same, with backslashes. `.` for the empty path. */
  clean(path: string): string;
  /** Joins with backslashes and cleans. Empty elements are skipped; no elements give the empty path. */
  join(...elements: readonly string[]): string;
  /** Everything before the last element, cleaned. */
  dirname(path: string): string;
}

export const windowsPath: WindowsPath = {
  clean: (path) => clean(path),
  join: (...elements) => {
    const joined = joinElements(elements);
    return joined === '' ? '' : clean(joined);
  },
  dirname: (path) => {
    const volume = path.slice(0, volumeLength(path));
    const folder = clean(path.slice(volume.length, lastSeparator(path, volume.length) + 1));
    return folder === '.' && volume.length > 2 ? volume : volume + folder;
  },
};

const isSeparator = (character: string | undefined): boolean => character === '\\' || character === '/';
const backslashes = (path: string): string => path.replaceAll('/', '\\');

const lastSeparator = (path: string, from: number): number => {
  let last = path.length - 1;
  while (last >= from && !isSeparator(path[last])) last--;
  return last;
};

/** Index of the separator at or after `from`, or the path's length. */
const nextSeparator = (path: string, from: number): number => {
  let next = from;
  while (next < path.length && !isSeparator(path[next])) next++;
  return next;
};

/** Length of a leading drive (`C:`), share (`\\server\share`) or device (`\\?\C:`). */
const volumeLength = (path: string): number => {
  if (path[1] === ':') return 2;
  if (!isSeparator(path[0])) return 0;
  if (startsWith(path, '\\\\.\\UNC')) return shareEnd(path, '\\\\.\\UNC\\'.length);
  if (startsWith(path, '\\\\.') || startsWith(path, '\\\\?') || startsWith(path, '\\??')) {
    return path.length === 3 ? 3 : nextSeparator(path, 4);
  }
  return isSeparator(path[1]) ? shareEnd(path, 2) : 0;
};

/** Whether a path begins with a whole-element prefix, whatever its case and separators. */
const startsWith = (path: string, prefix: string): boolean =>
  backslashes(path.slice(0, prefix.length)).toUpperCase() === prefix &&
  (path.length === prefix.length || isSeparator(path[prefix.length]));

/** End of a server and a share. */
const shareEnd = (path: string, from: number): number =>
  nextSeparator(path, Math.min(nextSeparator(path, from) + 1, path.length));

const clean = (path: string): string => {
  const volume = path.slice(0, volumeLength(path));
  const rest = path.slice(volume.length);
  if (rest === '')
    return isSeparator(volume[0]) && isSeparator(volume[1]) ? backslashes(volume) : `${backslashes(volume)}.`;

  const rooted = isSeparator(rest[0]);
  const kept: string[] = [];
  for (const element of rest.split(/[\\/]/)) {
    if (element === '' || element === '.') continue;
    if (element !== '..') kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!rooted) kept.push(element);
  }
  // A first element must not turn into a drive or a device by what was removed before it.
  if (volume === '' && !rooted && kept[0]?.includes(':')) kept.unshift('.');
  if (volume === '' && rooted && kept[0] === '??') kept.unshift('.');
  return `${backslashes(volume)}${rooted ? '\\' : ''}${kept.join('\\') || (rooted ? '' : '.')}`;
};

const joinElements = (elements: readonly string[]): string => {
  let joined = '';
  for (const element of elements) {
    if (joined === '') {
      joined = element;
    } else if (isSeparator(joined.at(-1))) {
      const relative = element.replace(/^[\\/]+/, '');
      joined += joined.length === 1 && startsWith(relative, '??') ? `.\\${relative}` : relative;
    } else {
      joined += joined.endsWith(':') ? element : `\\${element}`;
    }
  }
  return joined;
};
