import { posix } from 'node:path';
import type { PathRules } from './path-rules.js';

const clean = (path: string): string => {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
};

/** The path rules of Linux and macOS. */
export const posixPaths: PathRules = {
  join: (...parts) => {
    const present = parts.filter((part) => part !== '');
    return present.length === 0 ? '' : clean(present.join('/'));
  },
  clean,
  absolute: (path, currentDirectory) => clean(path.startsWith('/') ? path : `${currentDirectory}/${path}`),
  same: (one, other) => one === other,
  folder: (path) => clean(path.replace(/[^/]*$/u, '')),
  base: (path) => (path === '' ? '.' : posix.basename(path) || '/'),
  extension: (path) => /\.[^./]*$/u.exec(path)?.[0] ?? '',
};
