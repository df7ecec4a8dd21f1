// `npm test`: every unit and integration test, the same suites on Windows Node, and the tests in real VMs, wherever this
// machine can run them.
//
//   npm test -- [--no-download]
//
// UVMKIT_REQUIRE_VM=1 turns a skipped VM test into a failure (CI), UVMKIT_REQUIRE_WINDOWS=1 a skipped one on Windows Node.
// UVMKIT_NO_DOWNLOAD=1 is `--no-download`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runWindowsSuites } from './windows/run-suites.mjs';
import { isForWindows } from './windows/suites.mjs';
import { build, install, nx, uvm, workspace } from './workspace/prepare.mjs';

const unitResults = 'test-results.json';
const vmResults = 'vm-test-results.json';
const mustRunVms = process.env.UVMKIT_REQUIRE_VM === '1';
/** There the suites have run on Windows Node already. */
const isWindows = process.platform === 'win32';
const mustRunWindows = process.env.UVMKIT_REQUIRE_WINDOWS === '1';
const noDownload = process.argv.includes('--no-download') || process.env.UVMKIT_NO_DOWNLOAD === '1';

const packages = readdirSync(join(workspace, 'packages'));
const resultFile = (name, file) => join(workspace, 'packages', name, 'coverage', file);

const collect = (file) =>
  packages
    .filter((name) => existsSync(resultFile(name, file)))
    .map((name) => ({ name, ...JSON.parse(readFileSync(resultFile(name, file), 'utf8')) }));

/** Asks `uvm setup` for a QEMU and boot files; undefined, with its reason printed, when there can be none. */
const setUpVms = () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [uvm, 'setup', '--json', ...(noDownload ? ['--no-download'] : [])],
    {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return status === 0 ? JSON.parse(stdout) : undefined;
};

const vmPackages = packages.filter((name) =>
  existsSync(join(workspace, 'packages', name, 'jest.vm.config.cjs')),
);

const runVmTests = () => {
  for (const name of vmPackages) rmSync(resultFile(name, vmResults), { force: true });
  const setup = setUpVms();
  if (setup === undefined) {
    console.log(
      '\nSkipped: the tests in real VMs, for the reason above. To run them: npm test, with downloads allowed,',
    );
    console.log('or first: apt-get install qemu-system-x86, then: npx uvm image build, then: npm test');
    return { status: mustRunVms ? 1 : 0, skipped: vmPackages.length };
  }
  const env = { ...process.env, UVMKIT_TEST_SETUP: JSON.stringify(setup) };
  return {
    status: nx(['run-many', '-t', 'test-vm', '--parallel=1', '--outputStyle=static'], { env, mayFail: true }),
    skipped: 0,
  };
};

install();
build();
for (const name of packages) rmSync(resultFile(name, unitResults), { force: true });
const unitStatus = nx(['run-many', '-t', 'test', '--outputStyle=static'], { mayFail: true });
const windows = await runWindowsSuites({ names: isWindows ? [] : undefined, mayDownload: !noDownload });
const vm = runVmTests();

const results = [...collect(unitResults), ...collect(vmResults)];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
for (const { name, skipped } of results)
  for (const test of skipped) console.log(`skipped in ${name}: ${test}`);
const skippedHere = results.flatMap((result) => result.skipped);
const vmsSkipped = vm.skipped + skippedHere.filter((test) => !isForWindows(test)).length;
const missing = unitStatus === 0 && vm.status === 0 ? 0 : Math.max(1, sum('failed'));
const refused = (mustRunVms && vmsSkipped > 0) || (mustRunWindows && windows.unexplained > 0) ? 1 : 0;
const passed = sum('passed') + windows.passed;
const failed = Math.max(sum('failed') + windows.failed, missing, refused);
const skipped = skippedHere.length + vm.skipped + windows.skipped;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
