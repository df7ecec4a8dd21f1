import { runTool } from './run-tool.mjs';

const LIMIT_MS = 180_000;
const isWindows = process.platform === 'win32';

/** Runs npm to its end and returns what it printed. */
export const npm = (args, options) =>
  runTool(isWindows ? 'npm.cmd' : 'npm', args, { limitMs: LIMIT_MS, shell: isWindows, ...options });
