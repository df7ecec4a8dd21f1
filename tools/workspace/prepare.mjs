// What `npm start` and `npm test` need before they can do anything: installed dependencies and built packages.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const workspace = join(import.meta.dirname, '..', '..');

/** Runs a program in the workspace with this terminal; ends this process when it fails. */
export const run = (program, args, options = {}) => {
  const { status, error } = spawnSync(program, args, { cwd: workspace, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0 && !options.mayFail) process.exit(status ?? 1);
  return status ?? 1;
};

export const node = (args, options) => run(process.execPath, args, options);

export const nx = (args, options = {}) =>
  node([join('node_modules', 'nx', 'dist', 'bin', 'nx.js'), ...args], options);

const npm = (args) =>
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { shell: process.platform === 'win32' });

const isInstalled = () => {
  const installed = join(workspace, 'node_modules', '.package-lock.json');
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(workspace, 'package-lock.json')).mtimeMs
  );
};

export const install = () => {
  if (isInstalled()) return;
  console.log('Installing dependencies (npm ci)…');
  npm(['ci', '--no-audit', '--no-fund']);
};

export const build = () => {
  console.log('Building the packages…');
  nx(['run-many', '-t', 'build', '--outputStyle=static'], { stdio: ['ignore', 'ignore', 'inherit'] });
};

export const uvm = join(workspace, 'packages', 'uvm', 'dist', 'cli.js');
