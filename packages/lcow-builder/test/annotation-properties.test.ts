import fc from 'fast-check';
import {
  defaultLcowOptions,
  defaultWcowOptions,
  lcowOptionsFromAnnotations,
  memoryHost,
  verifyLcowOptions,
  verifyWcowOptions,
  type FromAnnotations,
  type LcowOptions,
  type Problem,
  type WcowOptions,
  wcowOptionsFromAnnotations,
} from '../src/index.js';
import { annotationsOf, texts } from './support/annotation-texts.js';

const host = memoryHost();
const frozen = <Value extends object>(value: Value): Value => {
  Object.values(value).forEach((member: unknown) => {
    if (typeof member === 'object' && member !== null) frozen(member);
  });
  return Object.freeze(value);
};

const linuxBase = frozen(defaultLcowOptions(host, 'vm'));
const windowsBase: WcowOptions = frozen({
  ...defaultWcowOptions(host, 'vm'),
  bootFiles: {
    bootType: 'blockCim',
    blockCim: { bootCimVhdPath: 'C:\\b.vhd', efiVhdPath: 'C:\\e.vhd', scratchVhdPath: 'C:\\s\\scratch.vhd' },
  },
} as const);

interface Kind<Options> {
  readonly read: (
    annotations: Record<string, string>,
    base: Options,
    lenient: boolean,
  ) => FromAnnotations<Options>;
  readonly base: Options;
  readonly verify: (options: Options) => readonly Problem[];
}

const linux: Kind<LcowOptions> = {
  read: (annotations, base, lenient) => lcowOptionsFromAnnotations(annotations, base, host, { lenient }),
  base: linuxBase,
  verify: (options) => verifyLcowOptions(options, host),
};
const windows: Kind<WcowOptions> = {
  read: (annotations, base, lenient) => wcowOptionsFromAnnotations(annotations, base, host, { lenient }),
  base: windowsBase,
  verify: verifyWcowOptions,
};

const holds = <Options>(
  known: Readonly<Record<string, fc.Arbitrary<string>>>,
  { read, base, verify }: Kind<Options>,
): void => {
  const seen = { read: 0, refused: 0, both: 0 };
  fc.assert(
    fc.property(annotationsOf(known), (annotations) => {
      const strict = read(annotations, base, false);
      const lenient = read(annotations, base, true);
      if (strict.ok) {
        seen.read += 1;
        expect(verify(strict.options)).toEqual([]);
        expect(strict.ignored).toEqual([]);
        expect(lenient).toEqual(strict);
        return;
      }
      seen.refused += 1;
      expect(strict.problems.length).toBeGreaterThan(0);
      const told = lenient.ok ? lenient.ignored : lenient.problems;
      if (lenient.ok) {
        seen.both += 1;
        const passedOver = strict.problems.filter(({ rule }) => rule.startsWith('annotation-'));
        expect(told).toEqual(passedOver);
      }
      for (const problem of told) expect(problem.remedy).not.toBe('');
    }),
    { numRuns: 2_000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
};

test('annotations of Linux pods give options that verify, or problems; lenient reports the same', () => {
  holds({ ...texts.both, ...texts.Linux }, linux);
});

test('annotations of Windows pods give options that verify, or problems; lenient reports the same', () => {
  holds({ ...texts.both, ...texts.Windows }, windows);
});

test('annotations for pods of both kinds set the same options', () => {
  const { [`io.microsoft.virtualmachine.bootfilesrootpath`]: _, ...both } = texts.both;
  fc.assert(
    fc.property(annotationsOf(both), (annotations) => {
      const one = linux.read(annotations, linuxBase, true);
      const other = windows.read(annotations, windowsBase, true);
      expect(one.ok).toBe(other.ok);
      if (!one.ok || !other.ok) return;
      const { numaMappedPhysicalNodes, memorySizeInMB, cpuGroupId, allowOvercommit, noWritableFileShares } =
        one.options;
      expect(other.options).toMatchObject({
        numaMappedPhysicalNodes,
        memorySizeInMB,
        cpuGroupId,
        allowOvercommit,
        noWritableFileShares,
      });
    }),
  );
});

describe('round trips', () => {
  const VM = 'io.microsoft.virtualmachine.';
  const topology = `${VM}computetopology.`;
  const uint64 = fc
    .bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map((value) => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : value));
  const nodes = fc.array(fc.nat(63), { minLength: 1, maxLength: 4 });
  const wishes = fc.record({
    memorySizeInMB: fc.oneof(
      fc.integer({ min: 1, max: 2 ** 40 }),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 2n }),
    ),
    highMmioGapInMB: uint64,
    processorCount: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    processorWeight: fc.integer({ min: 1, max: 10_000 }),
    cpuGroupId: fc.uuid(),
    noWritableFileShares: fc.boolean(),
    numaMappedPhysicalNodes: nodes,
    numaMemoryBlocksCounts: fc.array(uint64, { minLength: 1, maxLength: 4 }),
    consolePipe: fc.constantFrom('', '\\\\.\\pipe\\com1'),
  });

  test('options written as annotations come back', () => {
    fc.assert(
      fc.property(wishes, (wished) => {
        const annotations = {
          [`${topology}memory.sizeinmb`]: String(wished.memorySizeInMB),
          [`${topology}memory.highmmiogapinmb`]: String(wished.highMmioGapInMB),
          [`${topology}processor.count`]: String(wished.processorCount),
          [`${topology}processor.weight`]: String(wished.processorWeight),
          [`${VM}cpugroup.id`]: wished.cpuGroupId,
          [`${VM}fileshares.disablewritable`]: String(wished.noWritableFileShares),
          [`${topology}numa.mapped-physical-nodes`]: wished.numaMappedPhysicalNodes.join(','),
          [`${topology}numa.count-of-memory-blocks`]: wished.numaMemoryBlocksCounts.join(','),
          [`${VM}console.pipe`]: wished.consolePipe,
        };
        expect(linux.read(annotations, linuxBase, false)).toEqual({
          ok: true,
          options: { ...linuxBase, ...wished },
          implied: [],
          ignored: [],
        });
        expect(windows.read(annotations, windowsBase, false)).toMatchObject({
          ok: true,
          options: { ...windowsBase, ...wished },
        });
      }),
    );
  });

  test('reading the same annotations again changes nothing more', () => {
    const { [`${VM}wcow.additional-reg-keys`]: _, ...known } = { ...texts.both, ...texts.Windows };
    fc.assert(
      fc.property(annotationsOf(known), (annotations) => {
        const once = windows.read(annotations, windowsBase, false);
        if (!once.ok) return;
        expect(windows.read(annotations, once.options, false)).toMatchObject({
          ok: true,
          options: once.options,
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
