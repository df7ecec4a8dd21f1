import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { decode, jsonSchemaOf, topLevelDocuments, type Codec } from '../src/index.js';
import { arbitraryOf, type SchemaNode } from './support/arbitrary.js';
import { changedAt, placesOf, type Place } from './support/places.js';

const folder = join(__dirname, '../json-schema');
const RUNS = 40;

const shipped = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8')) as Record<string, unknown>;

/** As JSON has it: bounds beyond 2^53 − 1 rounded, and without the descriptions, which codecs do not carry. */
const bare = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema, (name, value: unknown) => {
      if (name === 'description' && typeof value === 'string') return undefined;
      return typeof value === 'bigint' ? Number(value) : value;
    }),
  );

const documents = topLevelDocuments.map((codec) => ({ name: codec.name, codec: codec as Codec<unknown> }));

test('one file is shipped for each top-level document, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(documents.map(({ name }) => `${name}.schema.json`).sort());
});

test.each(documents)('the file of $name is what the codec gives', ({ name, codec }) => {
  expect(bare(shipped(name))).toEqual(bare(jsonSchemaOf(codec)));
});

test('bounds of 64-bit numbers are written with all digits', () => {
  expect(readFileSync(join(folder, 'ComputeSystem.schema.json'), 'utf8')).toContain(
    '"maximum": 18446744073709551615',
  );
});

test('members are described', () => {
  const { $defs } = shipped('ComputeSystem') as {
    $defs: Record<string, SchemaNode & { properties: object }>;
  };
  expect($defs['LinuxKernelDirect']?.properties).toHaveProperty(
    'KernelCmdLine.description',
    'The kernel command line. Since 2.2.',
  );
});

/** JSON Schema has `contentEncoding` as a note: text that is no base64 is refused by the codec alone. */
const isRefusedByCodecAlone = ({ schema }: Place, replacement: unknown): boolean =>
  schema !== true && schema.contentEncoding === 'base64' && replacement === 'x';

test('text that is no base64 is refused by the codec alone', () => {
  const document = { CompatibilityData: { Data: 'x' } };
  const codec = documents.find(({ name }) => name === 'MigrationInitializeOptions');
  expect(new Ajv2020({ strict: true }).validate(shipped('MigrationInitializeOptions'), document)).toBe(true);
  expect(codec && decode(codec.codec, document).ok).toBe(false);
});

describe.each(documents)('ajv and the codec of $name agree', ({ name, codec }) => {
  const ajv = new Ajv2020({ strict: true });
  const validate = ajv.compile(shipped(name));
  const valid = arbitraryOf(codec, { simple: true });

  test('on valid documents', () => {
    fc.assert(
      fc.property(valid, (document) => {
        expect(validate(document)).toBe(true);
        expect(decode(codec, document).ok).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('on documents changed in one place', () => {
    const changes = fc.constantFrom<unknown>(null, 'x', 1, -1, 1.5, 2 ** 40, true, [], {}, ['x'], {
      Unknown: 1,
    });
    fc.assert(
      fc.property(valid, fc.nat(), changes, (document, chosen, replacement) => {
        const places = placesOf(codec, document);
        const place = places[chosen % places.length];
        if (!place) return;
        const changed = changedAt(document, place.steps, (holder, last) => {
          holder[last] = replacement;
        });
        const isAccepted = validate(changed) && !isRefusedByCodecAlone(place, replacement);
        expect(decode(codec, changed).ok).toBe(isAccepted);
      }),
      { numRuns: RUNS },
    );
  });
});
