// `npm test`: every unit and integration test, and the tests in real VMs wherever this machine can run them.
//
//   npm test -- [--no-download]
//
// UVMKIT_REQUIRE_VM=1 turns a skipped VM test into a failure (CI). UVMKIT_NO_DOWNLOAD=1 is `--no-download`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, nx, uvm, workspace } from './workspace/prepare.mjs';

const unitResults = 'test-results.json';
const vmResults = 'vm-test-results.json';
const mustRunVms = process.env.UVMKIT_REQUIRE_VM === '1';
const downloadOption = process.argv.includes('--no-download') ? ['--no-download'] : [];

const packages = readdirSync(join(workspace, 'packages'));
const resultFile = (name, file) => join(workspace, 'packages', name, 'coverage', file);

const collect = (file) =>
  packages
    .filter((name) => existsSync(resultFile(name, file)))
    .map((name) => ({ name, ...JSON.parse(readFileSync(resultFile(name, file), 'utf8')) }));

/** Asks `uvm setup` for a QEMU and boot files; undefined, with its reason printed, when there can be none. */
const setUpVms = () => {
  const { status, stdout } = spawnSync(process.execPath, [uvm, 'setup', '--json', ...downloadOption], {
    cwd: workspace,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
const vm = runVmTests();

const results = [...collect(unitResults), ...collect(vmResults)];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
for (const { name, skipped } of results)
  for (const test of skipped) console.log(`skipped in ${name}: ${test}`);
const skipped = results.reduce((total, result) => total + result.skipped.length, vm.skipped);
const missing = unitStatus === 0 && vm.status === 0 ? 0 : Math.max(1, sum('failed'));
const refused = mustRunVms && skipped > 0 ? 1 : 0;
const failed = Math.max(sum('failed'), missing, refused);
console.log(`${sum('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || sum('passed') === 0 ? 1 : 0;
