import { advapi32 } from './advapi32.js';
import { computecore } from './computecore.js';
import { computenetwork } from './computenetwork.js';
import { computestorage } from './computestorage.js';
import { kernel32 } from './kernel32.js';
import { ntdll } from './ntdll.js';
import { ole32 } from './ole32.js';
import { ws2_32 } from './ws2-32.js';

/** Every library that is called, with the functions used of it. */
export const libraries = {
  computecore,
  computenetwork,
  computestorage,
  kernel32,
  advapi32,
  ntdll,
  ole32,
  ws2_32,
};

export type LibraryName = keyof typeof libraries;

/** Paths of libraries to load in place of Windows' own: for tests, and for tools that interpose. */
export type LibraryPaths = Readonly<Partial<Record<LibraryName, string>>>;
