import { availableParallelism } from 'node:os';
import { runSuite } from './run-suite.mjs';
import { isForLinux, linuxOnly, windowsSuites } from './suites.mjs';
import { restWine, whyNoWindowsNode } from './wine.mjs';

/** More at once would not make them quicker, and each may use 1 GiB. */
const AT_ONCE = Math.min(2, availableParallelism());

const PRINTED_CHARACTERS = 20_000;

/** Skipped tests that need Linux, counted by the outermost group that says so. */
const forLinux = (skipped) => {
  const counts = new Map();
  for (const titles of skipped.filter((titles) => isForLinux(titles.join(' ')))) {
    const group = titles.find(isForLinux);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
};

const report = ({ name, passed, failed, skipped, seconds, trouble, printed }) => {
  if (failed > 0) console.log(printed.slice(-PRINTED_CHARACTERS));
  const left = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  const why = trouble === undefined ? '' : `: ${trouble}`;
  console.log(`windows: ${name}: ${passed} passed, ${failed} failed${left} (${seconds.toFixed(1)} s)${why}`);
  for (const [group, count] of forLinux(skipped)) console.log(`  skipped: ${count} in “${group}”`);
  for (const titles of skipped.filter((titles) => !isForLinux(titles.join(' '))))
    console.log(`  skipped for no reason that its name gives: ${titles.join(' › ')}`);
};

/** A suite that could not even be started has failed. */
const attempt = async (name) => {
  try {
    return await runSuite(name);
  } catch (error) {
    return { name, passed: 0, failed: 1, skipped: [], seconds: 0, trouble: error.message, printed: '' };
  }
};

const runAll = async (names) => {
  const waiting = [...names];
  const results = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const result = await attempt(name);
      report(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
};

/**
 * Runs jest suites on Windows Node and prints a line for each.
 *
 * @param options.names of packages; default all that are not for Linux alone
 * @param options.mayDownload see `setUpWine`
 * @returns counts; `isRun` is false when there is no Windows Node, and `unexplained` of the skipped do not say why
 */
export const runWindowsSuites = async ({ names = windowsSuites(), ...options } = {}) => {
  const reason = whyNoWindowsNode(options);
  if (reason !== undefined) {
    console.log(`Skipped: the suites of ${names.length} packages on Windows Node. ${reason}`);
    return { isRun: false, passed: 0, failed: 0, skipped: names.length, unexplained: names.length };
  }
  const results = await runAll(names);
  restWine();
  if (names.length === windowsSuites().length)
    for (const [name, why] of Object.entries(linuxOnly)) console.log(`windows: ${name}: not run: ${why}`);
  const sum = (count) => results.reduce((total, result) => total + count(result), 0);
  return {
    isRun: true,
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped.length),
    unexplained: sum(({ skipped }) => skipped.filter((titles) => !isForLinux(titles.join(' '))).length),
  };
};
