import { join } from 'node:path';
import { runTool } from './wine/run-tool.mjs';
import { windowsPath } from './wine.mjs';

const BUILD_LIMIT_MS = 120_000;

/** Builds the library that plays Windows' compute service, and tells the tests where it is: they cannot from Wine. */
export const standInEnvironment = () => {
  const script = join(import.meta.dirname, 'build-stand-in.mjs');
  const printed = runTool(process.execPath, [script, '--target', 'windows'], { limitMs: BUILD_LIMIT_MS });
  return { UVMKIT_STAND_IN: windowsPath(printed.trim().split('\n')[0]) };
};
