import fc from 'fast-check';
import {
  defaultLcowOptions,
  memoryHost,
  type LcowOptions,
  type MemoryHost,
  type MemoryHostOptions,
} from '../../src/index.js';

/** Both kinds of VM find their boot files in `C:\boot`; confidential ones have a folder of their own for copies. */
const files = {
  'C:\\boot\\kernel': 1,
  'C:\\boot\\initrd.img': 1,
  'C:\\boot\\rootfs.vhd': 8192,
  'C:\\boot\\r.vhdx': 0,
  'C:\\boot\\kernel.vmgs': 4096,
  'C:\\boot\\rootfs.hash.vhd': 8192,
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
const wild: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
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
export const sensibleOrdinary = fc
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

/** Sets that build confidential VMs on most hosts. */
export const sensibleConfidential = fc
  .tuple(
    sensibleOrdinary,
    fc.record({
      securityPolicy: fc.base64String({ maxLength: 16 }),
      securityPolicyEnabled: fc.boolean(),
      dmVerityMode: fc.boolean(),
      enableScratchEncryption: fc.boolean(),
      extraVsockPorts: fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { maxLength: 3 }),
      hclEnabled: fc.constantFrom(undefined, false, true),
    }),
  )
  .map(([ordinary, others]) => ({
    ...ordinary,
    ...others,
    preferredRootFsType: 'none' as const,
    rootFsFile: '',
    guestStateFilePath: 'kernel.vmgs',
    dmVerityRootFsVhd: 'rootfs.hash.vhd',
    bundleDirectory: 'C:\\vm',
  }));

/** Sensible sets, of which up to two options are anything. */
const spoilt = (sets: fc.Arbitrary<object>, anything: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc
    .tuple(sets, fc.subarray(Object.keys(anything), { maxLength: 2 }), fc.record(anything))
    .map(([set, names, values]) => ({
      ...set,
      ...Object.fromEntries(names.map((name) => [name, values[name]])),
    }));

export const ordinaryOptions = spoilt(sensibleOrdinary, wild);

export const confidentialOptions = spoilt(sensibleConfidential, {
  ...wild,
  preferredRootFsType: fc.constantFrom('initrd', 'vhd', 'other'),
  guestStateFilePath: fc.oneof(text, fc.constantFrom('missing', 'rootfs.hash.vhd', 'rootfs.vhd', '..')),
  dmVerityRootFsVhd: fc.oneof(text, fc.constantFrom('missing', 'kernel.vmgs', '..')),
  bundleDirectory: fc.oneof(text, fc.constantFrom('C:\\nowhere', 'vm', '..', 'C:\\boot', 'c:\\BOOT\\')),
  securityPolicy: text,
  extraVsockPorts: fc.oneof(fc.anything(), fc.array(number, { maxLength: 3 })),
});

export const hosts = fc.record({
  osBuild: fc.constantFrom(17134, 17763, 18286, 19041, 20348, 26100),
  architecture: fc.constantFrom('amd64' as const, 'arm64' as const),
  scrubLogs: fc.boolean(),
  logicalProcessors: fc.integer({ min: 1, max: 64 }),
});

/** A host as described, always with the same files and the same GUIDs. */
export const hostOf = (described: MemoryHostOptions): MemoryHost => {
  let guids = 0;
  const newGuid = () => `00000000-0000-4000-8000-${String(guids++).padStart(12, '0')}`;
  return memoryHost({ ...described, files, emptyFolders: ['C:\\vm'], newGuid });
};

export const complete = (given: object, described: MemoryHostOptions): LcowOptions => ({
  ...defaultLcowOptions(hostOf(described), 'vm'),
  bootFilesPath: 'C:\\boot',
  ...given,
});
