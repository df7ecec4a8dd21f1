import { ComputeSystem, decode, print } from '@uvmkit/hcs-schema';
import fc from 'fast-check';
import { defaultWcowOptions, memoryHost, prepareWcow, type WcowOptions } from '../src/index.js';

const number = fc.oneof(fc.nat(), fc.integer(), fc.constantFrom(0, 1, 2 ** 32, 2 ** 53, NaN, 1.5));
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', 'C:\\x', 'nul\0'));
const path = fc.constantFrom('C:\\vm\\a.vhdx', '\\\\server\\share\\b.vhd', 'relative');
const bootFiles = fc.oneof(
  fc.record({
    bootType: fc.constant('vmbFs' as const),
    vmbFs: fc.record({ osFilesPath: path, osRelativeBootDirPath: path, scratchVhdPath: path }),
  }),
  fc.record({
    bootType: fc.constant('blockCim' as const),
    blockCim: fc.record({ bootCimVhdPath: path, efiVhdPath: path, scratchVhdPath: path }),
  }),
);

/** Sets that mostly build, of both kinds. */
const sensible = fc
  .record({
    bootFiles,
    memorySizeInMB: fc.integer({ min: 1, max: 65_536 }),
    processorCount: fc.integer({ min: 1, max: 64 }),
    allowOvercommit: fc.boolean(),
    storageQosIopsMaximum: fc.nat(1000),
    consolePipe: fc.constantFrom('', '\\\\.\\pipe\\com1'),
    enableGraphicsConsole: fc.boolean(),
    processDumpLocation: fc.constantFrom('', 'C:\\dumps'),
    dumpDirectoryPath: fc.constantFrom('', 'C:\\folder'),
    noDirectMap: fc.boolean(),
    disableCompartmentNamespace: fc.boolean(),
    logForwardingEnabled: fc.boolean(),
    isolationType: fc.constantFrom('', 'SecureNestedPaging', 'GuestStateOnly'),
    disableSecureBoot: fc.boolean(),
    firmwareParameters: fc.constantFrom('', 'a=b'),
    writableEfi: fc.boolean(),
    bundleDirectory: fc.constant('C:\\bundle'),
    securityPolicy: fc.constant('YQ=='),
    guestStateFilePath: fc.constant('C:\\vm\\x.vmgs'),
  })
  .map((set) => ({ ...set, securityPolicyEnabled: set.bootFiles.bootType === 'blockCim' }));

/** Anything that an option's type can hold, and some things that it cannot. */
const wild = {
  bootFiles: fc.anything(),
  memorySizeInMB: fc.oneof(number, fc.bigInt({ min: -1n, max: 2n ** 64n })),
  processorLimit: number,
  cpuGroupId: fc.oneof(fc.uuid(), text),
  scsiControllerCount: number,
  numaMappedPhysicalNodes: fc.array(number, { maxLength: 2 }),
  additionalHyperVConfig: fc.dictionary(fc.oneof(fc.uuid(), text), fc.anything(), { maxKeys: 2 }),
  additionalRegistryKeys: fc.oneof(fc.anything(), fc.array(fc.anything(), { maxLength: 2 })),
  logSources: text,
  isolationType: text,
  firmwareParameters: text,
  securityPolicy: text,
  securityPolicyEnabled: fc.boolean(),
  guestStateFilePath: text,
  bundleDirectory: text,
  dumpDirectoryPath: text,
  debugMode: fc.boolean(),
  owner: fc.anything(),
  noSuchOption: fc.anything(),
};

const names = Object.keys(wild) as (keyof typeof wild)[];

/** Sensible sets, of which up to two options are anything. */
const options = fc
  .tuple(sensible, fc.subarray(names, { maxLength: 2 }), fc.record(wild))
  .map(([set, spoilt, anything]) => ({
    ...set,
    ...Object.fromEntries(spoilt.map((name) => [name, anything[name]])),
  }));

const host = () => memoryHost({ osBuild: 26100, emptyFolders: ['C:\\folder'], newGuid: () => 'vm' });
const complete = (given: object): WcowOptions => ({ ...defaultWcowOptions(host(), 'vm'), ...given });

test('any options build a document that the strict codecs take, or are told what is wrong; nothing is thrown', async () => {
  let ordinary = 0;
  let confidential = 0;
  await fc.assert(
    fc.asyncProperty(options, async (given) => {
      const built = await prepareWcow(complete(given), host());
      if (!built.ok) {
        expect(built.problems.length).toBeGreaterThan(0);
        return;
      }
      if (built.document.VirtualMachine?.SecuritySettings) confidential += 1;
      else ordinary += 1;
      expect(decode(ComputeSystem, built.document)).toMatchObject({ ok: true, warnings: [] });
      expect(decode(ComputeSystem, print(built.document))).toMatchObject({ ok: true });
    }),
    { numRuns: 2_000 },
  );
  expect(ordinary).toBeGreaterThan(100);
  expect(confidential).toBeGreaterThan(100);
});

test('building twice gives the same bytes and leaves the options alone', async () => {
  await fc.assert(
    fc.asyncProperty(sensible, fc.constantFrom(undefined, 'hcsshim' as const), async (given, compat) => {
      const all = complete(given);
      const before = structuredClone(all);
      const [one, other] = await Promise.all(
        [1, 2].map(async () => {
          const built = await prepareWcow(all, host(), compat && { compat });
          return built.ok ? print(built.document, compat && { compat }) : JSON.stringify(built.problems);
        }),
      );
      expect(one).toBe(other);
      expect(all).toEqual(before);
    }),
    { numRuns: 300 },
  );
});
