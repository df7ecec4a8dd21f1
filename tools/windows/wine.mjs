// Programs of Windows Node, under Wine; on Windows itself, with the Node that runs this.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { wineEnvironment } from './wine/environment.mjs';
import { runTool } from './wine/run-tool.mjs';
import { setUpWine } from './wine/set-up.mjs';

const isWindows = process.platform === 'win32';
const END_LIMIT_MS = 10_000;
const REST_LIMIT_MS = 10_000;

/** The name that Windows programs have for a file: `Z:` is the root under Wine. */
export const windowsPath = (file) => (isWindows ? resolve(file) : `Z:${resolve(file).replaceAll('/', '\\')}`);

const underWine = (args, env, isBare) => {
  const { wine, prefix, nodeProgram, packages } = setUpWine();
  const modules = packages.map((piece) => windowsPath(piece.modules));
  return {
    program: wine,
    args: [nodeProgram, ...args],
    env: { ...wineEnvironment(prefix, env), NODE_PATH: isBare ? '' : modules.join(';') },
  };
};

const command = (args, env, isBare) =>
  isWindows ? { program: process.execPath, args, env } : underWine(args, env, isBare);

/** Ends a program and whatever it has started that did not leave its group. */
const endTree = (child) => {
  try {
    if (isWindows) runTool('taskkill', ['/pid', String(child.pid), '/t', '/f'], { limitMs: END_LIMIT_MS });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
};

/** Calls back when this process is about to end, also by a signal, which then ends it. */
const beforeEnd = (callback) => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const onSignal = (signal) => {
    callback();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off('exit', callback);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', callback);
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
};

const outcomeOf = async (child, limitMs) => {
  let isTimedOut = false;
  const end = () => endTree(child);
  const timer = setTimeout(() => {
    isTimedOut = true;
    end();
  }, limitMs);
  const forget = beforeEnd(end);
  try {
    const [status, signal] = await once(child, 'exit');
    return { status, signal, isTimedOut };
  } finally {
    clearTimeout(timer);
    forget();
  }
};

/**
 * Runs Windows Node to its end, without standard input, and collects what it prints: in files, never in a pipe, which
 * Windows Node under Wine loses output to or cannot open.
 *
 * @param args of node.exe; files in them as `windowsPath` gives them, or relative to `cwd`
 * @param options.isBare without the native halves for this workspace: only what is installed where the program is
 * @param options.limitMs after which it is ended, with `isTimedOut` in the answer
 * @returns {Promise<{status: number | null, signal: string | null, isTimedOut: boolean, stdout: string, stderr: string}>}
 */
export const runWindowsNode = async (args, { cwd, env = process.env, limitMs, isBare = false }) => {
  const { program, args: all, env: environment } = command(args, env, isBare);
  const folder = mkdtempSync(join(tmpdir(), 'uvmkit-windows-'));
  const files = ['stdout', 'stderr'].map((name) => join(folder, name));
  const outputs = files.map((file) => openSync(file, 'w'));
  try {
    const stdio = ['ignore', ...outputs];
    const child = spawn(program, all, { cwd, env: environment, stdio, detached: !isWindows });
    const outcome = await outcomeOf(child, limitMs);
    const [stdout, stderr] = files.map((file) => readFileSync(file, 'utf8'));
    return { ...outcome, stdout, stderr };
  } finally {
    outputs.forEach(closeSync);
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Why there can be no Windows Node here, with what to install; undefined when there is one. Options as of `setUpWine`. */
export const whyNoWindowsNode = (options) => {
  if (isWindows) return undefined;
  try {
    setUpWine(options);
    return undefined;
  } catch (error) {
    return error.message;
  }
};

/** Waits until Wine has written its registry and gone, so that its folder can be removed; not for other runs. */
export const restWine = () => {
  if (isWindows) return;
  const { wineserver, prefix } = setUpWine();
  spawnSync(wineserver, ['-w'], { env: wineEnvironment(prefix), stdio: 'ignore', timeout: REST_LIMIT_MS });
};
