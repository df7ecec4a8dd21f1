import { sameFolded } from './fold-case.js';
import type { PathRules } from './path-rules.js';
import { isSeparator, volumeLength } from './windows-volume.js';

/** A path that cleaning leaves alone, recognised without taking it apart: `C:\folder\file.ext`. */
const alreadyClean = /^[A-Za-z]:\\(?:[^\\/:.][^\\/:]*\\)*[^\\/:.][^\\/:]*$/u;

const clean = (path: string): string => {
  if (alreadyClean.test(path)) return path;
  const length = volumeLength(path);
  const volume = path.slice(0, length);
  const rest = path.slice(length);
  if (rest === '')
    return length > 1 && isSeparator(path[0]) && isSeparator(path[1]) ? backslashed(path) : `${path}.`;

  const isRooted = isSeparator(rest[0]);
  const kept: string[] = [];
  for (const element of rest.split(/[\\/]/u)) {
    if (element === '' || element === '.') continue;
    if (element !== '..') kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push('..');
  }
  const cleaned = `${isRooted ? '\\' : ''}${kept.join('\\')}` || '.';
  return (
    backslashed(volume) + (length === 0 && cleaned !== rest ? withoutVolume(cleaned, isRooted) : cleaned)
  );
};

/** Cleaning must not turn a relative name into one with a volume: `a\..\c:` is `.\c:`. */
const withoutVolume = (cleaned: string, isRooted: boolean): string => {
  if (isRooted) return /^\\\?\?(?:\\|$)/u.test(cleaned) ? `\\.${cleaned}` : cleaned;
  return /^[^\\]*:/u.test(cleaned) ? `.\\${cleaned}` : cleaned;
};

const backslashed = (path: string): string => path.replaceAll('/', '\\');

const join = (...parts: readonly string[]): string => {
  let joined = '';
  for (const part of parts) {
    if (joined === '') joined = part;
    else if (isSeparator(joined.at(-1))) joined = afterSeparator(joined, part);
    else if (joined.endsWith(':')) joined += part;
    else joined += `\\${part}`;
  }
  return joined === '' ? '' : clean(joined);
};

/** A part's own leading separators would make a share of the whole, `\` followed by `??` a device. */
const afterSeparator = (joined: string, part: string): string => {
  const rest = part.replace(/^[\\/]+/u, '');
  return joined.length === 1 && /^\?\?(?:[\\/]|$)/u.test(rest) ? `${joined}.\\${rest}` : joined + rest;
};

const absolute = (path: string, currentDirectory: string): string => {
  const length = volumeLength(path);
  const isRooted = isSeparator(path[length]);
  if (length > 2 || (length === 2 && (isRooted || isSeparator(path[0])))) return clean(path);

  const here = clean(currentDirectory);
  const drive = here.slice(0, volumeLength(here));
  if (length === 0) return isRooted ? clean(drive + path) : join(here, path);
  const isSameDrive = path.slice(0, 2).toUpperCase() === drive.toUpperCase();
  return isSameDrive ? join(here, path.slice(2)) : join(`${path.slice(0, 2)}\\`, path.slice(2));
};

const folder = (path: string): string => {
  const volume = path.slice(0, volumeLength(path));
  const above = path.slice(volume.length).replace(/[^\\/]*$/u, '');
  return above === '' && volume.length > 2 ? volume : clean(volume + (above === '' ? '.' : above));
};

const base = (path: string): string => {
  const elements = path
    .slice(volumeLength(path))
    .split(/[\\/]/u)
    .filter((element) => element !== '');
  return elements.at(-1) ?? (path === '' ? '.' : '\\');
};

const extension = (path: string): string => /\.[^.\\/]*$/u.exec(path)?.[0] ?? '';

/** The path rules of Windows, on whatever host this runs. */
export const windowsPaths: PathRules = { join, clean, absolute, same: sameFolded, folder, base, extension };
