// The jest suites on Windows Node: under Wine, or with this Node on Windows.
//
//   node tools/windows/test.mjs [package…]
//
// Without Wine they are skipped, with what to install. UVMKIT_REQUIRE_WINDOWS=1 makes a skip that has no better reason a
// failure (CI). UVMKIT_NO_DOWNLOAD=1 fetches nothing.
import { runWindowsSuites } from './run-suites.mjs';
import { windowsSuites } from './suites.mjs';

const all = windowsSuites();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No suite for Windows: ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  process.exit(2);
}

const mustRun = process.env.UVMKIT_REQUIRE_WINDOWS === '1';
const { isRun, passed, failed, skipped, unexplained } = await runWindowsSuites({
  names: wanted.length > 0 ? wanted : all,
});
const failures = Math.max(failed, mustRun && unexplained > 0 ? 1 : 0);
console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failures > 0 || (isRun && passed === 0) ? 1 : 0;
