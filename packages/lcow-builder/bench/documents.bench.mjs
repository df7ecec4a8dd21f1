// From options to printed bytes: the file look-ups are real, the rest of the host is fixed.
import { print } from '@uvmkit/hcs-schema';
import { buildLcowDocument, defaultLcowOptions, memoryHost, posixPaths } from '@uvmkit/lcow-builder';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';

const AT_LEAST_PER_SECOND = 100_000;
/** Building with eight times the devices may cost at most so many times as much. (Printing has to sort their names.) */
const MOST_FOR_EIGHT_TIMES = 12;

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
const few = withDevices(512);
const many = withDevices(4096);

const bench = new Bench({ time: 1000, warmupTime: 300 });
bench
  .add('build and print', () => printed(options))
  .add('build and print like the reference', () => printed(options, { compat: 'hcsshim' }))
  .add('JSON.stringify of the finished document', () => used(JSON.stringify(document)))
  .add('512 devices', () => buildLcowDocument(few, host))
  .add('4096 devices', () => buildLcowDocument(many, host));
await bench.run();
rmSync(folder, { recursive: true });

const [plain, like, stringify, small, large] = bench.tasks.map(({ result }) => 1000 / result.latency.p50);
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
  `building with 4096 devices takes ${(small / large).toFixed(1)} times the time of building with 512 (at most ${MOST_FOR_EIGHT_TIMES})`,
  small / large <= MOST_FOR_EIGHT_TIMES,
);
