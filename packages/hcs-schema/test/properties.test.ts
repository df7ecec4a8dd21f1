import fc from 'fast-check';
import { decode, print, topLevelDocuments, type AnyCodec, type Codec } from '../src/index.js';
import { strictScan } from '../src/codec/scan.js';
import { Report } from '../src/decode/report.js';
import { arbitraryOf } from './support/arbitrary.js';

const RUNS = 30;
const typed = (codec: AnyCodec): Codec<unknown> => codec as Codec<unknown>;
const documents = topLevelDocuments.map((codec) => ({
  name: codec.name,
  codec: typed(codec),
  valid: arbitraryOf(codec),
  simple: arbitraryOf(codec, { simple: true }),
}));

/** Every object with its members sorted, since a document's meaning does not depend on their order. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
};

describe.each(documents)('$name', ({ codec, valid, simple }) => {
  test('is accepted as a value, without warnings', () => {
    fc.assert(
      fc.property(valid, (value) => {
        expect(decode(codec, value)).toEqual({ ok: true, value, warnings: [] });
        expect(codec.is(value)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('comes back from its text', () => {
    fc.assert(
      fc.property(valid, (value) => {
        for (const text of [print(value, { as: codec }), print(value, { as: codec, pretty: true })]) {
          const result = decode(codec, text);
          expect(result).toMatchObject({ ok: true, warnings: [] });
          expect(sorted(result.ok && result.value)).toStrictEqual(sorted(value));
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('prints the same whatever the order of its members', () => {
    fc.assert(
      fc.property(simple, (value) => {
        for (const options of [{ as: codec }, { as: codec, compat: 'hcsshim' } as const]) {
          expect(print(sorted(value), options)).toBe(print(value, options));
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('prints as the reference once and for all', () => {
    fc.assert(
      fc.property(valid, (value) => {
        const text = print(value, { as: codec, compat: 'hcsshim' });
        const result = decode(codec, text);
        expect(result.ok && print(result.value, { as: codec, compat: 'hcsshim' })).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });

  test('is explained exactly when it is not accepted', () => {
    fc.assert(
      fc.property(fc.oneof(valid, fc.anything({ withBigInt: true, maxDepth: 4 })), (value) => {
        const report = new Report(true);
        codec.shape.explain(value, '', report);
        expect(report.problems.length === 0).toBe(codec.shape.accepts(value, strictScan()));
      }),
      { numRuns: RUNS },
    );
  });
});
