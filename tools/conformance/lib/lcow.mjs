// Turns what the LCOW corpora say into options and hosts of @uvmkit/lcow-builder, and compares what comes back.
import { print } from '@uvmkit/hcs-schema';
import { memoryHost } from '@uvmkit/lcow-builder';
import { createHash } from 'node:crypto';

const rootFsTypes = ['initrd', 'vhd', 'none'];

const irregular = {
  ID: 'id',
  LowMMIOGapInMB: 'lowMmioGapInMB',
  HighMMIOBaseInMB: 'highMmioBaseInMB',
  HighMMIOGapInMB: 'highMmioGapInMB',
  StorageQoSIopsMaximum: 'storageQosIopsMaximum',
  StorageQoSBandwidthMaximum: 'storageQosBandwidthMaximum',
  CPUGroupID: 'cpuGroupId',
  ResourcePartitionID: 'resourcePartitionId',
  SCSIControllerCount: 'scsiControllerCount',
  UVMReferenceInfoFile: 'uvmReferenceInfoFile',
  UVMHashEnvelopeReferenceInfoFile: 'uvmHashEnvelopeReferenceInfoFile',
  RootFSFile: 'rootFsFile',
  PreferredRootFSType: 'preferredRootFsType',
  VPMemDeviceCount: 'vpmemDeviceCount',
  VPMemSizeBytes: 'vpmemSizeBytes',
  VPMemNoMultiMapping: 'vpmemNoMultiMapping',
  VPCIEnabled: 'vpciEnabled',
  ExtraVSockPorts: 'extraVsockPorts',
};

/** The name of an option here, from its name in the reference. */
export const optionName = (name) => irregular[name] ?? name[0].toLowerCase() + name.slice(1);

const zeroUvm = {
  id: '',
  owner: '',
  memorySizeInMB: 0,
  lowMmioGapInMB: 0,
  highMmioBaseInMB: 0,
  highMmioGapInMB: 0,
  allowOvercommit: false,
  enableDeferredCommit: false,
  fullyPhysicallyBacked: false,
  processorCount: 0,
  processorLimit: 0,
  processorWeight: 0,
  cpuGroupId: '',
  resourcePartitionId: undefined,
  storageQosIopsMaximum: 0,
  storageQosBandwidthMaximum: 0,
  maxProcessorsPerNumaNode: 0,
  maxMemorySizePerNumaNode: 0,
  preferredPhysicalNumaNodes: [],
  numaMappedPhysicalNodes: [],
  numaProcessorCounts: [],
  numaMemoryBlocksCounts: [],
  scsiControllerCount: 0,
  additionalHyperVConfig: {},
  consolePipe: '',
  enableGraphicsConsole: false,
  processDumpLocation: '',
  dumpDirectoryPath: '',
  networkConfigProxy: '',
  noWritableFileShares: false,
  disableCompartmentNamespace: false,
  guestStateFilePath: '',
  securityPolicy: '',
  securityPolicyEnabled: false,
  securityPolicyEnforcer: '',
  useGuestStateFile: false,
  uvmReferenceInfoFile: '',
  uvmHashEnvelopeReferenceInfoFile: '',
  bundleDirectory: '',
};

const zeroLcow = {
  ...zeroUvm,
  bootFilesPath: '',
  kernelFile: '',
  kernelDirect: false,
  rootFsFile: '',
  preferredRootFsType: 'initrd',
  kernelBootOptions: '',
  useGuestConnection: false,
  execCommandLine: '',
  forwardStdout: false,
  forwardStderr: false,
  disableTimeSyncService: false,
  writableOverlayDirs: false,
  vpmemDeviceCount: 0,
  vpmemSizeBytes: 0,
  vpmemNoMultiMapping: false,
  enableColdDiscardHint: false,
  vpciEnabled: false,
  assignedDevices: [],
  enableScratchEncryption: false,
  policyBasedRouting: false,
  dmVerityMode: false,
  dmVerityCreateArgs: '',
  dmVerityRootFsVhd: '',
  extraVsockPorts: [],
  hclEnabled: undefined,
};

const sizes64 = new Set([
  'memorySizeInMB',
  'lowMmioGapInMB',
  'highMmioBaseInMB',
  'highMmioGapInMB',
  'vpmemSizeBytes',
  'maxMemorySizePerNumaNode',
]);

/** A 64-bit number as the corpora write it: decimal text beyond 2^53 − 1. */
export const integer64 = (value) => (typeof value === 'string' ? BigInt(value) : value);

const optionValue = (name, value) => {
  if (sizes64.has(name)) return integer64(value);
  if (name === 'numaMemoryBlocksCounts') return (value ?? []).map(integer64);
  if (name === 'preferredRootFsType') return rootFsTypes[value] ?? String(value);
  if (name === 'assignedDevices')
    return (value ?? []).map(({ deviceInstanceID, virtualFunctionIndex }) => ({
      deviceInstanceId: deviceInstanceID,
      virtualFunctionIndex,
    }));
  return value ?? emptyValues[name];
};

const emptyValues = {
  preferredPhysicalNumaNodes: [],
  numaMappedPhysicalNodes: [],
  numaProcessorCounts: [],
  extraVsockPorts: [],
  additionalHyperVConfig: {},
};

const translated = (options = {}) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [optionName(name), optionValue(optionName(name), value)]),
  );

/** Options of the reference as options here; what is absent there is zero. */
export const lcowOptions = (options) => ({ ...zeroLcow, ...translated(options) });

export { zeroUvm, translated };

/** The host that a case describes. GUIDs are those given, then placeholders for the devices, in order. */
export const caseHost = (host = {}, { bundleDirectory, guids = [] } = {}) => {
  let devices = 0;
  let granted = 0;
  const inBundle = (host.bundleFilesBefore ?? []).map(({ name, size }) => [
    `${bundleDirectory}\\${name}`,
    size,
  ]);
  const described = memoryHost({
    osBuild: host.build,
    architecture: host.arch ?? 'amd64',
    currentDirectory: host.cwd ?? 'C:\\',
    programPath: host.argv0 ?? 'C:\\uvm.exe',
    programFilesPath: host.programFiles ?? 'C:\\Program Files',
    availableProcessors: host.numCpu ?? 1,
    logLevel: host.logLevel ?? 'info',
    scrubLogs: host.scrubLogs ?? false,
    newGuid: () => guids.shift() ?? `<vmbus-guid-${devices++}>`,
    logicalProcessors: host.logicalProcessorCount ?? 1,
    files: Object.fromEntries([
      ...Object.entries(host.files ?? {}).map(([path, size]) => [path, integer64(size)]),
      ...inBundle,
    ]),
    emptyFolders: [...(host.emptyDirs ?? []), ...(host.bundleDirExists ? [bundleDirectory] : [])],
    onGrant: () => {
      granted += 1;
      if (granted === host.grantFailure?.nth) throw new Error(host.grantFailure.error);
    },
  });
  if (host.processorQueryError === undefined) return described;
  return {
    ...described,
    logicalProcessorCount: () => {
      throw new Error(host.processorQueryError);
    },
  };
};

/** The grants that a host gave, as the corpora write them. */
export const grantsOf = ({ grants }) =>
  grants.map((grant) =>
    grant.to === 'vm'
      ? { call: 'vm', id: grant.vmId, path: grant.path }
      : { call: 'vmGroup', path: grant.path, mask: `0x${grant.accessMask.toString(16)}` },
  );

/** Names and sizes of the files directly in a folder. */
export const folderContents = (host, folder) =>
  [...host.contents()]
    .filter(([path]) => path.toLowerCase().startsWith(`${folder.toLowerCase()}\\`))
    .map(([path, size]) => ({ name: path.slice(folder.length + 1), size }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

/** JSON with 64-bit numbers as the corpora write them. */
export const asCorpusJson = (value) =>
  JSON.stringify(value, (_, found) => {
    if (typeof found !== 'bigint') return found;
    return found > Number.MAX_SAFE_INTEGER ? String(found) : Number(found);
  });

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
};

/** Nothing when both say the same; members may be in any order. */
export const difference = (what, actual, expected) => {
  const got = JSON.stringify(sorted(JSON.parse(asCorpusJson(actual ?? null))));
  const wanted = JSON.stringify(sorted(expected ?? null));
  return got === wanted ? undefined : `${what}\n  wanted ${wanted}\n  got    ${got}`;
};

/** The first difference of several comparisons. */
export const firstOf = (...found) => found.find((each) => each !== undefined);

/** Compares a failure's text with what the case expects; `problems` under `compat` hold the reference's one. */
export const errorDifference = (problems, expect) => {
  const text = problems[0]?.reference;
  if (expect.panic !== undefined) return problems.length > 0 ? undefined : 'wanted a failure, got none';
  if (expect.errorPrefix !== undefined)
    return text?.startsWith(expect.errorPrefix) ? undefined : `wanted ${expect.errorPrefix}…\n  got ${text}`;
  return text === expect.error ? undefined : `wanted ${expect.error}\n  got    ${text}`;
};

export const isFailure = (expect) => ['error', 'errorPrefix', 'panic'].some((name) => name in expect);

/** The exact bytes of the document, by their hash. */
export const documentDifference = (document, expect) => {
  const text = print(document, { compat: 'hcsshim' });
  const hash = createHash('sha256').update(text).digest('hex');
  if (hash === expect.docSha256) return undefined;
  return `another document\n  wanted ${JSON.stringify(expect.doc)}\n  got    ${text}`;
};
