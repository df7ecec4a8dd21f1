import { ComputeSystem, decode, print } from '@uvmkit/hcs-schema';
import fc from 'fast-check';
import { buildConfidentialLcowDocument } from '../src/index.js';
import {
  complete,
  confidentialOptions,
  hostOf,
  hosts,
  sensibleConfidential,
} from './support/lcow-arbitraries.js';

/** Refuses every permission after the first so many; a VM has two files that need one. */
const afterGrants = (allowed: number) => () => {
  if (allowed-- <= 0) throw new Error('access denied');
};
const allowedGrants = fc.constantFrom(2, 2, 2, 2, 1, 0);

test('any options build a document that the strict codecs take, or are told what is wrong; nothing is thrown, left or lost', async () => {
  let documents = 0;
  await fc.assert(
    fc.asyncProperty(confidentialOptions, hosts, allowedGrants, async (given, described, allowed) => {
      const host = hostOf({ ...described, onGrant: afterGrants(allowed) });
      const before = host.contents();
      const built = await buildConfidentialLcowDocument(complete(given, described), host);
      if (!built.ok) {
        expect(built.problems.length).toBeGreaterThan(0);
        expect(host.contents()).toEqual(before);
        return;
      }
      documents += 1;
      expect([...host.contents()]).toEqual(expect.arrayContaining([...before]));
      expect(decode(ComputeSystem, built.document)).toMatchObject({ ok: true, warnings: [] });
      expect(decode(ComputeSystem, print(built.document))).toMatchObject({ ok: true });
    }),
    { numRuns: 2_000 },
  );
  expect(documents).toBeGreaterThan(200);
});

test('building twice gives the same bytes and leaves the options alone', async () => {
  let documents = 0;
  await fc.assert(
    fc.asyncProperty(
      sensibleConfidential,
      hosts,
      fc.constantFrom(undefined, 'hcsshim' as const),
      async (given, described, compat) => {
        const all = complete(given, described);
        const before = structuredClone(all);
        const build = async (): Promise<string> => {
          const built = await buildConfidentialLcowDocument(all, hostOf(described), compat && { compat });
          if (built.ok) documents += 1;
          return built.ok ? print(built.document, compat && { compat }) : JSON.stringify(built.problems);
        };
        expect(await build()).toBe(await build());
        expect(all).toEqual(before);
      },
    ),
    { numRuns: 300 },
  );
  expect(documents).toBeGreaterThan(100);
});
