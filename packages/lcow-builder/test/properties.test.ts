import { ComputeSystem, decode, print } from '@uvmkit/hcs-schema';
import fc from 'fast-check';
import { buildLcowDocument } from '../src/index.js';
import { complete, hostOf, hosts, ordinaryOptions, sensibleOrdinary } from './support/lcow-arbitraries.js';

test('any options build a document that the strict codecs take, or are told what is wrong; nothing is thrown', () => {
  let documents = 0;
  fc.assert(
    fc.property(ordinaryOptions, hosts, (given, described) => {
      const built = buildLcowDocument(complete(given, described), hostOf(described));
      if (!built.ok) {
        expect(built.problems.length).toBeGreaterThan(0);
        return;
      }
      documents += 1;
      expect(decode(ComputeSystem, built.document)).toMatchObject({ ok: true, warnings: [] });
      expect(decode(ComputeSystem, print(built.document))).toMatchObject({ ok: true });
    }),
    { numRuns: 2_000 },
  );
  expect(documents).toBeGreaterThan(200);
});

test('building twice gives the same bytes and leaves the options alone', () => {
  fc.assert(
    fc.property(
      sensibleOrdinary,
      hosts,
      fc.constantFrom(undefined, 'hcsshim' as const),
      (given, described, compat) => {
        const all = complete(given, described);
        const before = structuredClone(all);
        const texts = [1, 2].map(() => {
          const built = buildLcowDocument(all, hostOf(described), compat && { compat });
          return built.ok ? print(built.document, compat && { compat }) : JSON.stringify(built.problems);
        });
        expect(texts[0]).toBe(texts[1]);
        expect(all).toEqual(before);
      },
    ),
    { numRuns: 300 },
  );
});

test('without quirks in play, the default prints the same bytes as compat', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99_999 }),
      fc.nat(8),
      fc.boolean(),
      (memorySizeInMB, scsi, isVhd) => {
        const described = { osBuild: 20348 };
        const all = complete(
          {
            memorySizeInMB,
            scsiControllerCount: scsi % 5,
            ...(isVhd && { rootFsFile: 'rootfs.vhd', preferredRootFsType: 'vhd' as const }),
          },
          described,
        );
        const [one, other] = [undefined, 'hcsshim' as const].map((compat) => {
          const built = buildLcowDocument(all, hostOf(described), compat && { compat });
          return built.ok ? print(built.document, compat && { compat }) : JSON.stringify(built.problems);
        });
        expect(one).toBe(other);
      },
    ),
  );
});
