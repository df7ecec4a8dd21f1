// Installs native-hcs from its tarball, without running a script, as npm does on Linux and on Windows, and calls it there.
//
//   node tools/windows/check-install.mjs
//
// On Linux npm lays out the Windows installation (--os, --cpu), and a Windows Node under Wine uses it; without Wine that
// half is skipped, unless UVMKIT_REQUIRE_WINDOWS=1.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install, workspace } from '../workspace/prepare.mjs';
import { restWine, runWindowsNode, whyNoWindowsNode } from './wine.mjs';
import { npm } from './wine/npm.mjs';

const CALL_LIMIT_MS = 60_000;
const isWindows = process.platform === 'win32';

const manifestOf = (name) =>
  JSON.parse(readFileSync(join(workspace, 'packages', name, 'package.json'), 'utf8'));

const ownDependencies = (name) =>
  Object.keys(manifestOf(name).dependencies ?? {})
    .filter((dependency) => dependency.startsWith('@uvmkit/'))
    .map((dependency) => dependency.slice('@uvmkit/'.length));

const closure = (name, known = new Set()) => {
  if (known.has(name)) return known;
  known.add(name);
  for (const dependency of ownDependencies(name)) closure(dependency, known);
  return known;
};

const pack = (name, folder) => {
  const answer = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: join(workspace, 'packages', name),
  });
  return join(folder, JSON.parse(answer)[0].filename);
};

/** A new project with the tarballs, as npm installs them for a system. */
const installIn = (folder, tarballs, system) => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', ...system, ...tarballs], { cwd: folder });
  cpSync(join(import.meta.dirname, 'install'), folder, { recursive: true });
};

const onThisNode = async (file, cwd) => {
  const { stdout, stderr } = spawnSync(process.execPath, [file], {
    cwd,
    encoding: 'utf8',
    timeout: CALL_LIMIT_MS,
  });
  return stdout.trim() || stderr;
};

const onWindowsNode = async (file, cwd) => {
  const { stdout, stderr } = await runWindowsNode([file], { cwd, limitMs: CALL_LIMIT_MS, isBare: true });
  return stdout.trim() || stderr;
};

const windows = {
  name: 'Windows',
  system: ['--os=win32', '--cpu=x64'],
  call: onWindowsNode,
  expected: /^Windows 10 build \d{5}$/,
};
const here = { name: process.platform, system: [], call: onThisNode, expected: /^UVM_UNSUPPORTED_PLATFORM$/ };

install();
build();
const folder = mkdtempSync(join(tmpdir(), 'uvmkit-install-'));
let passed = 0;
let failed = 0;
try {
  const tarballs = [...closure('native-hcs')].map((name) => pack(name, folder));
  const obstacle = whyNoWindowsNode();
  if (obstacle !== undefined) console.log(`Skipped: the installation for Windows. ${obstacle}`);
  if (obstacle !== undefined && process.env.UVMKIT_REQUIRE_WINDOWS === '1') failed += 1;
  const wanted = [...(isWindows ? [] : [here]), ...(obstacle === undefined ? [windows] : [])];
  for (const { name, system, call, expected } of wanted) {
    const project = join(folder, name);
    installIn(project, tarballs, system);
    for (const file of ['required.cjs', 'imported.mjs']) {
      const answer = await call(file, project);
      const isRight = expected.test(answer);
      if (isRight) passed += 1;
      else failed += 1;
      console.log(`installed for ${name}, ${file}: ${answer}${isRight ? '' : `, expected ${expected}`}`);
    }
  }
  if (obstacle === undefined) restWine();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
