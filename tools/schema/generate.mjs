// Writes packages/hcs-schema/src/generated from packages/hcs-schema/schema.
//
//   node tools/schema/generate.mjs [--check]
//
// With --check nothing is written; the exit status says whether the committed files are what would be written.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { readModel } from './model.mjs';
import { renderIndex, renderTopic } from './render-topic.mjs';

const home = join(import.meta.dirname, '../../packages/hcs-schema');
const target = join(home, 'src/generated');

const model = readModel(join(home, 'schema'));
const written = (text) => format(text, { parser: 'typescript', printWidth: 110, singleQuote: true });

const files = new Map(
  await Promise.all(
    model.topics.map(async (topic) => [`${topic.name}.ts`, await written(renderTopic(topic, model))]),
  ),
);
files.set('index.ts', await written(renderIndex(model)));

const present = existsSync(target) ? readdirSync(target) : [];
const stale = present.filter((file) => !files.has(file));
const changed = [...files].filter(
  ([file, text]) => !present.includes(file) || readFileSync(join(target, file), 'utf8') !== text,
);

if (process.argv.includes('--check')) {
  for (const file of [...stale, ...changed.map(([name]) => name)])
    console.log(`differs: src/generated/${file}`);
  process.exitCode = stale.length + changed.length > 0 ? 1 : 0;
} else {
  mkdirSync(target, { recursive: true });
  for (const file of stale) rmSync(join(target, file));
  for (const [file, text] of changed) writeFileSync(join(target, file), text);
  console.log(`${files.size} files, ${changed.length} written, ${stale.length} removed`);
}
