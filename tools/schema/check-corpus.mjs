// Decodes every document of a corpus strictly, prints it back and compares the bytes' SHA-256.
//
//   node tools/schema/check-corpus.mjs <folder with *.jsonl>
//
// A case takes part when its `expect` has `doc` and `docSha256`.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ComputeSystem } from '@uvmkit/hcs-schema';
import { documentDifference } from './document-case.mjs';

const SHOWN_DIFFERENCES = 5;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node tools/schema/check-corpus.mjs <folder>');
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const file of (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()) {
  for await (const line of createInterface({
    input: createReadStream(join(folder, file)),
    crlfDelay: Infinity,
  })) {
    const difference = line.includes('"docSha256"') ? documentDifference(line, ComputeSystem) : null;
    if (difference === null) continue;
    if (difference === undefined) passed += 1;
    else {
      failed += 1;
      if (failed <= SHOWN_DIFFERENCES) console.log(`${file} ${difference}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
