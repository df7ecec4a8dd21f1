// Runs recorded reference cases through the public API of the packages.
//
//   npm run conformance -- <folder> [name…]
//
// Every <folder>/<path>.jsonl (one case a line) and .json (one case a file) needs runners/<path>.mjs, which exports
// `run(testCase)`: nothing when the case holds, otherwise the difference in words. A corpus without a runner fails.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const SHOWN_DIFFERENCES = 3;
const runners = join(import.meta.dirname, 'runners');

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run conformance -- <folder> [name…]');
  process.exit(2);
}
const root = resolve(folder);

/** `vmutils` names a folder of corpora, `lcow/make-lcow-doc-1` one of them. */
const isWanted = (corpus) =>
  names.length === 0 || names.some((name) => corpus === name || corpus.startsWith(`${name}/`));

const corpora = async () => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.jsonl?$/.test(entry.name))
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter((file) => isWanted(file.replace(/\.jsonl?$/, '')))
    .sort();
};

async function* cases(file) {
  if (file.endsWith('.json')) {
    yield JSON.parse(readFileSync(file, 'utf8'));
    return;
  }
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() !== '') yield JSON.parse(line);
  }
}

const difference = async (run, testCase) => {
  try {
    return await run(testCase);
  } catch (error) {
    return `threw ${error?.stack ?? error}`;
  }
};

const runCorpus = async (file) => {
  const module = join(runners, file.replace(/\.jsonl?$/, '.mjs'));
  if (!existsSync(module)) {
    console.log(`${file}  0 passed, 1 failed  (no runner)`);
    return { passed: 0, failed: 1 };
  }
  const { run } = await import(pathToFileURL(module).href);
  const differences = [];
  let passed = 0;
  let failed = 0;
  for await (const testCase of cases(join(root, file))) {
    const found = await difference(run, testCase);
    if (found === undefined) passed += 1;
    else {
      failed += 1;
      if (differences.length < SHOWN_DIFFERENCES)
        differences.push([testCase.id ?? testCase.name ?? '?', found]);
    }
  }
  console.log(`${file}  ${passed} passed, ${failed} failed`);
  for (const [id, found] of differences) console.log(`  ${id}: ${found.replaceAll('\n', '\n    ')}`);
  return { passed, failed };
};

const unmatched = (files) =>
  names.filter((name) => !files.some((file) => `${file.replace(/\.jsonl?$/, '')}/`.startsWith(`${name}/`)));

const files = await corpora();
const total = { passed: 0, failed: 0 };
for (const name of unmatched(files)) {
  console.log(`${name}  0 passed, 1 failed  (no such corpus)`);
  total.failed += 1;
}
for (const file of files) {
  const { passed, failed } = await runCorpus(file);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
