import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { wineEnvironment } from './environment.mjs';
import { runTool } from './run-tool.mjs';

const MAKE_LIMIT_MS = 180_000;
const COMPILE_LIMIT_MS = 60_000;

/** Makes a Windows 10 in `folder`, and waits until Wine has let go of it. */
export const makePrefix = ({ wine, wineserver, mingw }, folder) => {
  // Without a home, Wine makes folders where it would make links into the user's own.
  const env = { ...wineEnvironment(folder), HOME: join(folder, 'no-home') };
  runTool(wine, ['winecfg', '-v', 'win10'], { env, limitMs: MAKE_LIMIT_MS, stdio: 'ignore' });
  runTool(wineserver, ['-w'], { env, limitMs: MAKE_LIMIT_MS });
  const library = join(folder, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
  if (existsSync(library)) return;
  const source = join(import.meta.dirname, 'bcryptprimitives.c');
  runTool(mingw, ['-shared', '-O2', '-o', library, source, '-ladvapi32'], { limitMs: COMPILE_LIMIT_MS });
};
