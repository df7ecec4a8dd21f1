// The programs of this machine that a Windows Node needs.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps the 64-bit loader and its server out of the search path. */
const DEBIAN_WINE = '/usr/lib/wine';

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const find = (names) =>
  [DEBIAN_WINE, ...(process.env.PATH ?? '').split(delimiter)]
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram);

const INSTALL = 'apt-get install --no-install-recommends wine64 gcc-mingw-w64-x86-64';

/** Paths of what was found, and one sentence for whatever is missing. */
export const findRequirements = () => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: ['Wine runs a Windows Node on x86-64 Linux only.'] };
  const programs = {
    wine: find(['wine64', 'wine']),
    wineserver: find(['wineserver']),
    mingw: find(['x86_64-w64-mingw32-gcc']),
    flock: find(['flock']),
    tar: find(['tar']),
  };
  const absent = Object.keys(programs).filter((name) => programs[name] === undefined);
  const missing = absent.length === 0 ? [] : [`Not found: ${absent.join(', ')}. To install: ${INSTALL}`];
  return { ...programs, missing };
};
