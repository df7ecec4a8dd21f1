// Writes packages/hcs-schema/json-schema: the JSON Schema of each top-level document, made from the built codecs, with
// the members' descriptions from packages/hcs-schema/schema.
//
//   node tools/schema/write-json-schemas.mjs [--check]
//
// With --check nothing is written; the exit status says whether the committed files are what would be written.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { jsonSchemaOf, topLevelDocuments } from '@uvmkit/hcs-schema';
import { enumDoc, fieldDoc, recordDoc } from './doc-comment.mjs';
import { readModel } from './model.mjs';

const home = join(import.meta.dirname, '../../packages/hcs-schema');
const target = join(home, 'json-schema');
const { byKey } = readModel(join(home, 'schema'));
const byName = new Map([...byKey.values()].map((entry) => [entry.name, entry]));

const described = (name, schema) => {
  const entry = byName.get(name);
  const description = entry.kind === 'enum' ? enumDoc(entry) : recordDoc(entry);
  const properties = Object.entries(schema.properties ?? {}).map(([member, part]) => {
    const text = fieldDoc(
      entry.fields.find((field) => field.name === member),
      entry,
    );
    return [member, text === '' ? part : { description: text, ...part }];
  });
  return {
    ...(description === '' ? {} : { description }),
    ...schema,
    ...(schema.properties ? { properties: Object.fromEntries(properties) } : {}),
  };
};

/** JSON has no bigint, but any whole number. */
const textOf = (schema) =>
  JSON.stringify(schema, (_, value) => (typeof value === 'bigint' ? `bigint:${value}` : value)).replace(
    /"bigint:(-?\d+)"/g,
    '$1',
  );

const fileOf = async (codec) => {
  const schema = jsonSchemaOf(codec);
  const definitions = Object.entries(schema.$defs).map(([name, part]) => [name, described(name, part)]);
  const text = textOf({ ...schema, $defs: Object.fromEntries(definitions) });
  return [`${codec.name}.schema.json`, await format(text, { parser: 'json', printWidth: 110 })];
};

const files = new Map(await Promise.all(topLevelDocuments.map(fileOf)));
const present = existsSync(target) ? readdirSync(target) : [];
const stale = present.filter((file) => !files.has(file));
const changed = [...files].filter(
  ([file, text]) => !present.includes(file) || readFileSync(join(target, file), 'utf8') !== text,
);

if (process.argv.includes('--check')) {
  for (const file of [...stale, ...changed.map(([name]) => name)])
    console.log(`differs: json-schema/${file}`);
  process.exitCode = stale.length + changed.length > 0 ? 1 : 0;
} else {
  mkdirSync(target, { recursive: true });
  for (const file of stale) rmSync(join(target, file));
  for (const [file, text] of changed) writeFileSync(join(target, file), text);
  console.log(`${files.size} files, ${changed.length} written, ${stale.length} removed`);
}
