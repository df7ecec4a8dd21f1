import { sameFolded, windowsPath } from '@uvmkit/vmutils';
import type { PathRules } from './path-rules.js';

/** A path that cleaning leaves alone, recognised without taking it apart: `C:\folder\file.ext`. */
const ALREADY_CLEAN = /^[A-Za-z]:\\(?:[^\\/:.][^\\/:]*\\)*[^\\/:.][^\\/:]*$/u;

/** Shares and devices: `\\server\share`, `\\?\C:`, `\??\C:`. */
const SHARE_OR_DEVICE = /^[\\/](?:[\\/]|\?\?[\\/])/u;

/** The drive or share that a clean path is on. */
const VOLUME = /^(?:[^\\]:|\\\\[^\\]+\\[^\\]+)/u;

const clean = (path: string): string => (ALREADY_CLEAN.test(path) ? path : windowsPath.clean(path));

const join = (...parts: readonly string[]): string => {
  const quick = parts.join('\\');
  return ALREADY_CLEAN.test(quick) && !parts[0]?.endsWith(':') ? quick : windowsPath.join(...parts);
};

const absolute = (path: string, currentDirectory: string): string => {
  if (SHARE_OR_DEVICE.test(path)) return clean(path);
  const hasDrive = path[1] === ':';
  const rest = hasDrive ? path.slice(2) : path;
  const isRooted = /^[\\/]/u.test(rest);
  if (hasDrive && isRooted) return clean(path);

  const here = clean(currentDirectory);
  const volume = VOLUME.exec(here)?.[0] ?? '';
  if (isRooted) return clean(volume + path);
  const isElsewhere = hasDrive && path.slice(0, 2).toUpperCase() !== volume.toUpperCase();
  return isElsewhere ? join(`${path.slice(0, 2)}\\`, rest) : join(here, rest);
};

const base = (path: string): string => {
  const rest = path[1] === ':' ? path.slice(2) : path;
  const elements = rest.split(/[\\/]/u).filter((element) => element !== '');
  return elements.at(-1) ?? (path === '' ? '.' : '\\');
};

/** The path rules of Windows, on whatever host this runs. */
export const windowsPaths: PathRules = {
  join,
  clean,
  absolute,
  same: sameFolded,
  folder: (path) => windowsPath.dirname(path),
  base,
  extension: (path) => /\.[^.\\/]*$/u.exec(path)?.[0] ?? '',
};
