import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { workspace } from '../workspace/prepare.mjs';
import { folderOf } from './suites.mjs';
import { standInEnvironment } from './stand-in.mjs';
import { runWindowsNode, windowsPath } from './wine.mjs';

/** Four times what the longest takes on a busy machine with two processors. */
const SUITE_LIMIT_MS = 180_000;

/** What a suite is told beyond the environment of this process. */
const environments = { 'native-hcs': standInEnvironment };

const readResults = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Names of the tests that did not run, with the group that says why first. */
const skippedTests = ({ testResults }) =>
  testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ ancestorTitles, title }) => [...ancestorTitles, title]),
  );

/**
 * Runs the jest suite of one package on Windows Node.
 *
 * @returns counts, the titles of skipped tests from the outermost group inwards, seconds, and what jest printed.
 *   A run that ended without results is one failure, with the reason in `trouble`.
 */
export const runSuite = async (name) => {
  const env = { ...process.env, ...environments[name]?.() };
  const folder = mkdtempSync(join(tmpdir(), 'uvmkit-suite-'));
  const outputFile = join(folder, 'results.json');
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const cwd = folderOf(name);
  const started = performance.now();
  try {
    const run = await runWindowsNode(
      [
        relative(cwd, join(workspace, jest)),
        '--ci',
        '--runInBand',
        '--reporters=default',
        '--json',
        `--outputFile=${windowsPath(outputFile)}`,
      ],
      { cwd, env, limitMs: SUITE_LIMIT_MS },
    );
    const seconds = (performance.now() - started) / 1000;
    const results = readResults(outputFile);
    if (results === undefined) {
      const trouble = run.isTimedOut
        ? `not done after ${SUITE_LIMIT_MS / 1000} s`
        : `ended with ${run.signal ?? run.status}`;
      return { name, passed: 0, failed: 1, skipped: [], seconds, trouble, printed: run.stdout + run.stderr };
    }
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    return {
      name,
      passed: results.numPassedTests,
      // Jest may end badly with every test passed.
      failed: run.status === 0 ? failed : Math.max(1, failed),
      skipped: skippedTests(results),
      seconds,
      trouble: run.isTimedOut ? 'did not end' : undefined,
      printed: run.stderr,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
