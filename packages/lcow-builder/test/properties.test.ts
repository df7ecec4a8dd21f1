import { ComputeSystem, decode, print } from '@uvmkit/hcs-schema';
import fc from 'fast-check';
import { buildLcowDocument, defaultLcowOptions, memoryHost, type LcowOptions } from '../src/index.js';

const files = {
  'C:\\boot\\kernel': 1,
  'C:\\boot\\initrd.img': 1,
  'C:\\boot\\rootfs.vhd': 8192,
  'C:\\boot\\r.vhdx': 0,
};
const guid = fc.uuid();
const number = fc.oneof(
  fc.nat(),
  fc.integer(),
  fc.constantFrom(0, 1, 2, 4, 128, 2 ** 32, 2 ** 53, NaN, -1, 1.5),
);
const integer64 = fc.oneof(number, fc.bigInt({ min: -1n, max: 2n ** 64n }));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', 'a "b', '--', 'x -- y'),
);
const descriptor = {
  BindSecurityDescriptor: fc.string(),
  AllowWildcardBinds: fc.boolean(),
  Disabled: fc.boolean(),
};

/** Anything that an option's type can hold, and some things that it cannot. */
const wild = {
  owner: text,
  memorySizeInMB: integer64,
  lowMmioGapInMB: integer64,
  processorCount: number,
  processorLimit: number,
  cpuGroupId: fc.oneof(guid, text),
  resourcePartitionId: fc.oneof(guid, text),
  storageQosIopsMaximum: number,
  maxProcessorsPerNumaNode: number,
  maxMemorySizePerNumaNode: integer64,
  numaMappedPhysicalNodes: fc.array(fc.oneof(fc.nat(70), number), { maxLength: 3 }),
  numaProcessorCounts: fc.array(fc.oneof(fc.nat(4), number), { maxLength: 3 }),
  numaMemoryBlocksCounts: fc.array(fc.oneof(fc.nat(512), integer64), { maxLength: 3 }),
  scsiControllerCount: number,
  additionalHyperVConfig: fc.dictionary(
    fc.oneof(guid, fc.string()),
    fc.oneof(fc.record(descriptor), fc.anything()),
    { maxKeys: 2 },
  ),
  consolePipe: text,
  processDumpLocation: text,
  kernelFile: fc.constantFrom('kernel', 'missing', '', 'nul\0'),
  rootFsFile: fc.constantFrom('r.vhdx', 'missing', '..'),
  preferredRootFsType: fc.constantFrom('initrd', 'vhd', 'none', 'other'),
  kernelBootOptions: text,
  execCommandLine: text,
  vpmemDeviceCount: number,
  vpmemSizeBytes: integer64,
  assignedDevices: fc.array(fc.record({ deviceInstanceId: text, virtualFunctionIndex: number }), {
    maxLength: 3,
  }),
  dmVerityCreateArgs: text,
  extraVsockPorts: fc.anything(),
  hclEnabled: fc.anything(),
  bootFilesPath: fc.anything(),
  noSuchOption: fc.anything(),
};

const root = fc.constantFrom(
  { rootFsFile: 'initrd.img', preferredRootFsType: 'initrd' as const },
  { rootFsFile: 'rootfs.vhd', preferredRootFsType: 'vhd' as const },
  { rootFsFile: 'rootfs.vhd', preferredRootFsType: 'none' as const },
);

/** Sets that build on most hosts. */
const sensible = fc
  .tuple(
    root,
    fc.record({
      memorySizeInMB: fc.oneof(fc.integer({ min: 1, max: 65_536 }), fc.bigInt({ min: 1n, max: 2n ** 40n })),
      highMmioGapInMB: fc.nat(4096),
      allowOvercommit: fc.boolean(),
      processorCount: fc.integer({ min: 1, max: 64 }),
      processorWeight: fc.nat(10_000),
      resourcePartitionId: fc.oneof(guid, fc.constant(undefined)),
      storageQosIopsMaximum: fc.nat(1000),
      scsiControllerCount: fc.integer({ min: 1, max: 4 }),
      additionalHyperVConfig: fc.dictionary(guid, fc.record(descriptor), { maxKeys: 2 }),
      consolePipe: fc.constantFrom('', '\\\\.\\pipe\\com1'),
      enableGraphicsConsole: fc.boolean(),
      kernelBootOptions: fc.constantFrom('', 'debug', 'a="b c"'),
      forwardStdout: fc.boolean(),
      disableTimeSyncService: fc.boolean(),
      writableOverlayDirs: fc.boolean(),
      vpmemNoMultiMapping: fc.boolean(),
      vpciEnabled: fc.boolean(),
      assignedDevices: fc.uniqueArray(
        fc.record({
          deviceInstanceId: fc.constantFrom('PCIP\\A', 'PCIP\\B'),
          virtualFunctionIndex: fc.nat(3),
        }),
        {
          maxLength: 3,
          selector: ({ deviceInstanceId, virtualFunctionIndex }) => deviceInstanceId + virtualFunctionIndex,
        },
      ),
    }),
  )
  .map(([files, others]) => ({ ...files, ...others }));

const names = Object.keys(wild) as (keyof typeof wild)[];

/** Sensible sets, of which up to two options are anything. */
const options = fc
  .tuple(sensible, fc.subarray(names, { maxLength: 2 }), fc.record(wild))
  .map(([set, spoilt, anything]) => ({
    ...set,
    ...Object.fromEntries(spoilt.map((name) => [name, anything[name]])),
  }));

const host = fc.record({
  osBuild: fc.constantFrom(17134, 17763, 18286, 19041, 20348, 26100),
  architecture: fc.constantFrom('amd64' as const, 'arm64' as const),
  scrubLogs: fc.boolean(),
  logicalProcessors: fc.integer({ min: 1, max: 64 }),
});

const made = (described: object) => {
  let guids = 0;
  const newGuid = () => `00000000-0000-4000-8000-${String(guids++).padStart(12, '0')}`;
  return memoryHost({ ...described, files, newGuid });
};

const complete = (given: Partial<LcowOptions>, described: object): LcowOptions => ({
  ...defaultLcowOptions(made(described), 'vm'),
  bootFilesPath: 'C:\\boot',
  ...given,
});

test('any options build a document that the strict codecs take, or are told what is wrong; nothing is thrown', () => {
  let documents = 0;
  fc.assert(
    fc.property(options, host, (given, described) => {
      const built = buildLcowDocument(complete(given as Partial<LcowOptions>, described), made(described));
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
      sensible,
      host,
      fc.constantFrom(undefined, 'hcsshim' as const),
      (given, described, compat) => {
        const all = complete(given as Partial<LcowOptions>, described);
        const before = structuredClone(all);
        const texts = [1, 2].map(() => {
          const built = buildLcowDocument(all, made(described), compat && { compat });
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
          const built = buildLcowDocument(all, made(described), compat && { compat });
          return built.ok ? print(built.document, compat && { compat }) : JSON.stringify(built.problems);
        });
        expect(one).toBe(other);
      },
    ),
  );
});
