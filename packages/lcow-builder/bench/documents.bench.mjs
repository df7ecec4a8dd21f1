// From options to printed bytes: the file look-ups are real, the rest of the host is fixed.
import { print } from '@uvmkit/hcs-schema';
import { buildLcowDocument, defaultLcowOptions, memoryHost, posixPaths } from '@uvmkit/lcow-builder';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';

const AT_LEAST_PER_SECOND = 100_000;
/** Eight times the devices may cost at most so many times as much, from options to printed bytes. */
const MOST_FOR_EIGHT_TIMES = 12;
const FEW = 512;
const MANY = 8 * FEW;
const ROUNDS = 60;

const folder = mkdtempSync(join(tmpdir(), 'lcow-builder-bench-'));
for (const name of ['kernel', 'initrd.img']) writeFileSync(join(folder, name), '');

const described = memoryHost({
  paths: posixPaths,
  currentDirectory: '/',
  programPath: '/bin/uvm',
  programFilesPath: '/usr',
});
const host = { ...described, exists: existsSync };
const options = { ...defaultLcowOptions(host, 'bench'), bootFilesPath: folder };

const withDevices = (count) => ({
  ...options,
  assignedDevices: Array.from({ length: count }, (_, index) => ({
    deviceInstanceId: `PCIP\\DEV_${index}`,
    virtualFunctionIndex: index,
  })),
});

/** Reading one character makes the engine put a concatenated text together, as any use of it would. */
const used = (text) => text.charCodeAt(text.length >> 1);

const printed = (given, compat) => {
  const built = buildLcowDocument(given, host, compat);
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  return used(print(built.document, compat));
};

const { document } = buildLcowDocument(options, host);

const bench = new Bench({ time: 1000, warmupTime: 300 });
bench
  .add('build and print', () => printed(options))
  .add('build and print like the reference', () => printed(options, { compat: 'hcsshim' }))
  .add('JSON.stringify of the finished document', () => used(JSON.stringify(document)));
await bench.run();

const msOf = (times, given) => {
  const from = performance.now();
  for (let time = 0; time < times; time++) printed(given);
  return performance.now() - from;
};

/** Both get the same time in each round, so that garbage collection and a busy machine fall on both alike. */
const timesAsLong = () => {
  const [few, many] = [withDevices(FEW), withDevices(MANY)];
  const round = () => (8 * msOf(1, many)) / msOf(8, few);
  for (let warmUp = 0; warmUp < 10; warmUp++) round();
  return Array.from({ length: ROUNDS }, round).sort((one, other) => one - other)[ROUNDS >> 1];
};
const factor = timesAsLong();
rmSync(folder, { recursive: true });

const [plain, like, stringify] = bench.tasks.map(({ result }) => 1000 / result.latency.p50);
const report = (line, isMet) => {
  console.log(`${line}${isMet ? '' : '  MISSED'}`);
  if (!isMet) process.exitCode = 1;
};
const count = (perSecond) => Math.round(perSecond).toLocaleString('en');

report(
  `options to bytes: ${count(plain)} documents/s (at least ${count(AT_LEAST_PER_SECOND)}), ` +
    `${(stringify / plain).toFixed(1)} times the time of JSON.stringify`,
  plain >= AT_LEAST_PER_SECOND,
);
report(
  `like the reference: ${count(like)} documents/s (at least ${count(AT_LEAST_PER_SECOND)})`,
  like >= AT_LEAST_PER_SECOND,
);
report(
  `options to bytes with ${MANY} devices take ${factor.toFixed(1)} times as long as with ${FEW} (at most ${MOST_FOR_EIGHT_TIMES})`,
  factor <= MOST_FOR_EIGHT_TIMES,
);
