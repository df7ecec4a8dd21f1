import fc from 'fast-check';
import * as schema from '../src/index.js';
import { arbitraryOf, type SchemaNode } from './support/arbitrary.js';
import { changedAt, placesOf, type Place } from './support/places.js';

const RUNS = 60;

const documents = [
  schema.ComputeSystem,
  schema.ModifySettingRequest,
  schema.Properties,
  schema.ResultError,
  schema.ContainersDefContainer,
  schema.ProcessModifyRequest,
  schema.OperationInfo,
  schema.Schema1ContainerConfig,
  schema.GuestCWCOWBlockCIMMounts,
].map((codec: schema.AnyCodec) => ({ name: codec.name, codec: codec as schema.Codec<unknown> }));

/** A document and one of its parts that is wanted for a change; undefined when it has none. */
const withPlace = (
  codec: schema.AnyCodec,
  isWanted: (place: Place) => boolean,
): fc.Arbitrary<{ document: unknown; place: Place | undefined }> =>
  fc.tuple(arbitraryOf(codec), fc.nat()).map(([document, chosen]) => {
    const places = placesOf(codec, document).filter(isWanted);
    return { document, place: places.length === 0 ? undefined : places[chosen % places.length] };
  });

/** What decoding says, given as a value and given as text. */
const problemsOf = (codec: schema.Codec<unknown>, document: unknown): readonly schema.Problem[][] =>
  [document, asText(document)].map((input) => {
    const result = schema.decode(codec, input);
    return result.ok ? [] : [...result.problems];
  });

const asText = (document: unknown): string =>
  JSON.stringify(document, (_, value: unknown) =>
    typeof value === 'bigint' ? `bigint:${value}` : value,
  ).replace(/"bigint:(-?\d+)"/g, '$1');

const WRONG: Readonly<Record<string, unknown>> = {
  string: 12,
  boolean: 'true',
  integer: '1',
  number: '1',
  array: {},
  object: 'x',
};

const wrongTypeFor = (node: SchemaNode): unknown => (node.anyOf ? 5 : WRONG[node.type ?? '']);

describe.each(documents)('$name, changed in one place', ({ codec }) => {
  const holdsOne = (
    isWanted: (place: Place) => boolean,
    change: (place: Place) => (holder: Record<string | number, unknown>, last: string | number) => void,
    expected: (place: Place) => Partial<schema.Problem> | undefined,
  ): void => {
    let tried = 0;
    fc.assert(
      fc.property(withPlace(codec, isWanted), ({ document, place }) => {
        if (!place) return;
        tried += 1;
        const problem = expected(place);
        for (const problems of problemsOf(codec, changedAt(document, place.steps, change(place)))) {
          expect(problems).toEqual(problem ? [expect.objectContaining(problem)] : []);
        }
      }),
      { numRuns: RUNS },
    );
    expect(tried).toBeGreaterThan(0);
  };

  test('a part of the wrong type is one problem', () => {
    holdsOne(
      ({ schema: node }) => node !== true,
      ({ schema: node }) =>
        (holder, last) => {
          holder[last] = node === true ? undefined : wrongTypeFor(node);
        },
      ({ path }) => ({ path, code: 'wrong-type' }),
    );
  });

  test('a misspelt member is one problem that names the right one', () => {
    holdsOne(
      ({ kind }) => kind === 'member',
      () => (holder, last) => {
        holder[`${last}q`] = holder[last];
        delete holder[last];
      },
      ({ path, steps }) => ({
        path: `${path}q`,
        code: 'unknown-member',
        got: JSON.stringify(`${steps.at(-1)}q`),
        hint: `Did you mean ${steps.at(-1)}?`,
      }),
    );
  });

  test('a member that is gone is one problem when the reference always writes it', () => {
    holdsOne(
      ({ kind }) => kind === 'member',
      () => (holder, last) => {
        delete holder[last];
      },
      ({ path, isRequired }) => (isRequired ? { path, code: 'missing-member' } : undefined),
    );
  });

  test('an unknown member is kept with a warning in lenient mode', () => {
    fc.assert(
      fc.property(
        withPlace(codec, ({ kind, isRequired }) => kind === 'member' && !isRequired),
        ({ document, place }) => {
          if (!place) return;
          const changed = changedAt(document, place.steps, (holder) => {
            holder['Novelty'] = { since: [9] };
          });
          const path = place.parentPath === '' ? 'Novelty' : `${place.parentPath}.Novelty`;
          const result = schema.decode(codec, asText(changed), { mode: 'lenient' });
          expect(result).toEqual({
            ok: true,
            value: changed,
            warnings: [expect.objectContaining({ path, code: 'unknown-member' })],
          });
          expect(schema.print(changed, { as: codec })).toContain('"Novelty":{"since":[9]}');
          expect(schema.print(changed, { as: codec, compat: 'hcsshim' })).toBe(
            schema.print(document, { as: codec, compat: 'hcsshim' }),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });
});

const isInteger = ({ schema: node }: Place): boolean => node !== true && node.type === 'integer';

describe.each(
  documents.filter(({ name }) => !['ModifySettingRequest', 'ContainersDefContainer'].includes(name)),
)('$name, with a number out of range', ({ codec }) => {
  test.each(['below', 'above'])('%s is one problem', (side) => {
    fc.assert(
      fc.property(withPlace(codec, isInteger), ({ document, place }) => {
        if (!place || place.schema === true) return;
        const { minimum = 0, maximum = 0 } = place.schema;
        const outside = schema.integer64(side === 'below' ? BigInt(minimum) - 1n : BigInt(maximum) + 1n);
        const changed = changedAt(document, place.steps, (holder, last) => {
          holder[last] = outside;
        });
        for (const problems of problemsOf(codec, changed)) {
          expect(problems).toEqual([
            expect.objectContaining({ path: place.path, code: 'out-of-range', got: `${outside}` }),
          ]);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
