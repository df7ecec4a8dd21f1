import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as schema from '../src/index.js';

const facts = JSON.parse(readFileSync(join(__dirname, '../schema/hcs-schema.json'), 'utf8')) as {
  readonly types: Readonly<Record<string, { readonly fields: readonly { readonly name: string }[] }>>;
  readonly enums: Readonly<Record<string, { readonly values: readonly { readonly value: unknown }[] }>>;
};

const exported = schema as unknown as Readonly<Record<string, unknown>>;

/** `hcs1.Layer` is exported as Schema1Layer, `guest.SCSIDevice` as GuestSCSIDevice, underscores are dropped. */
const nameOf = (key: string): string =>
  key
    .replace(/^hcs1\./, 'Schema1')
    .replace(/^guest\./, 'Guest')
    .replaceAll('_', '');

test('the committed files are what the generator gives', () => {
  const generator = join(__dirname, '../../../tools/schema/generate.mjs');
  expect(execFileSync(process.execPath, [generator, '--check'], { encoding: 'utf8' })).toBe('');
});

test.each(Object.keys(facts.types))('the type %s has a codec and a guard with every member', (key) => {
  const codec = exported[nameOf(key)] as schema.Codec<unknown>;
  const { $defs } = schema.jsonSchemaOf(codec) as { $defs: Record<string, { properties: object }> };
  expect(Object.keys($defs[nameOf(key)]?.properties ?? {})).toEqual(
    facts.types[key]?.fields.map(({ name }) => name),
  );
  expect(codec.name).toBe(nameOf(key));
  expect((exported[`is${nameOf(key)}`] as (value: unknown) => boolean)('no object')).toBe(false);
});

test.each(Object.keys(facts.enums))('the enum %s lists every value', (key) => {
  const codec = exported[nameOf(key)] as { values: object };
  const listed = Array.isArray(codec.values) ? codec.values : Object.values(codec.values);
  const values = facts.enums[key]?.values.map(({ value }) => value) ?? [];
  expect(listed).toEqual(values);
  const isListed = exported[`is${nameOf(key)}`] as (value: unknown) => boolean;
  expect(values.every(isListed)).toBe(true);
  expect(isListed('no such value')).toBe(false);
});
