import { kernelRootParams } from '@uvmkit/kernel-params';
import {
  buildConfidentialLcowDocument,
  buildLcowDocument,
  buildWcowDocument,
  defaultLcowOptions,
  defaultWcowOptions,
  memoryHost,
  prepareLcow,
  verifyLcowOptions,
  type LcowOptions,
  type MemoryHostOptions,
} from '../src/index.js';

const boot = {
  'C:\\boot\\kernel': 1,
  'C:\\boot\\initrd.img': 1,
  'C:\\boot\\rootfs.vhd': 8192,
  'C:\\boot\\kernel.vmgs': 5,
};
const hostOf = (more: MemoryHostOptions = {}) =>
  memoryHost({ files: boot, emptyFolders: ['C:\\vm'], ...more });
const base = { ...defaultLcowOptions(hostOf(), 'vm'), bootFilesPath: 'C:\\boot' };

const rulesOf = (changes: Partial<LcowOptions>) => {
  const built = buildLcowDocument({ ...base, ...changes }, hostOf());
  return built.ok ? [] : built.problems.map(({ path, rule }) => `${path}: ${rule}`);
};
const kernelLine = (changes: Partial<LcowOptions>, compat?: 'hcsshim') => {
  const built = buildLcowDocument({ ...base, ...changes }, hostOf(), compat && { compat });
  return built.ok ? built.document.VirtualMachine?.Chipset?.LinuxKernelDirect?.KernelCmdLine : undefined;
};

describe('kernel lines that would say something else', () => {
  test.each<[string, Partial<LcowOptions>, string[]]>([
    ['an end of the parameters', { kernelBootOptions: 'a -- b' }, ['kernelBootOptions: kernel-line-end']],
    ['an open quote', { kernelBootOptions: 'a="b' }, ['kernelBootOptions: kernel-line-quote']],
    ['a quoted --', { kernelBootOptions: 'a="x -- y"' }, []],
    ['no program', { execCommandLine: ' ' }, ['execCommandLine: guest-program']],
    [
      'quotes inside quotes',
      { execCommandLine: 'a "b"', consolePipe: 'p' },
      ['execCommandLine: guest-program-quote'],
    ],
    ['quotes without a console', { execCommandLine: 'a "b"' }, []],
    [
      'verity arguments that need escapes',
      {
        preferredRootFsType: 'vhd',
        rootFsFile: 'rootfs.vhd',
        vpmemDeviceCount: 0,
        dmVerityMode: true,
        dmVerityCreateArgs: 'a"b',
      },
      ['dmVerityCreateArgs: verity-arguments-quote'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(rulesOf(changes)).toEqual(expected);
  });

  test('PCI stays on for assigned devices, except to be like the reference', () => {
    const assignedDevices = [{ deviceInstanceId: 'PCIP\\A', virtualFunctionIndex: 0 }];
    expect(kernelLine({ assignedDevices })).not.toContain('pci=off');
    expect(kernelLine({ assignedDevices }, 'hcsshim')).toContain('pci=off');
  });
});

describe('values that types cannot rule out', () => {
  test.each<[string, object, string]>([
    ['memory of nothing', { memorySizeInMB: 0 }, 'memorySizeInMB: option-value'],
    ['memory that rounds up to 2^64', { memorySizeInMB: 2n ** 64n - 1n }, 'memorySizeInMB: option-value'],
    ['half a processor', { processorCount: 0.5 }, 'processorCount: option-value'],
    ['no text', { kernelFile: undefined }, 'kernelFile: option-value'],
    ['half a surrogate pair', { owner: '\ud800' }, 'owner: option-value'],
    ['a CPU group that is no GUID', { cpuGroupId: 'x' }, 'cpuGroupId: option-value'],
    [
      'a function beyond 16 bits',
      { assignedDevices: [{ deviceInstanceId: 'a', virtualFunctionIndex: 65_536 }] },
      'assignedDevices: option-value',
    ],
    ['a name with a slip', { procesorCount: 1 }, 'procesorCount: option-name'],
  ])('%s', (_, changes, expected) => {
    expect(rulesOf(changes)).toEqual([expected]);
  });

  test('the nearest name is offered, and an absent option is missed', () => {
    const { processorCount: _, ...rest } = base;
    const problems = verifyLcowOptions({ ...rest, procesorCount: 1 } as unknown as LcowOptions, hostOf());
    expect(problems.map(({ remedy }) => remedy)).toEqual([
      'Did you mean processorCount?',
      'Give a whole number from 1 to 2147483647.',
    ]);
  });

  test('one option wrong does not hide another', () => {
    expect(rulesOf({ memorySizeInMB: NaN, kernelFile: 'missing', scsiControllerCount: 5 })).toEqual([
      'memorySizeInMB: option-value',
      'scsiControllerCount: scsi-controllers',
      'kernelFile: boot-file-exists',
    ]);
  });
});

describe('virtual NUMA', () => {
  const numa = {
    allowOvercommit: false,
    memorySizeInMB: 1024,
    processorCount: 2,
    numaMappedPhysicalNodes: [0, 1],
    numaProcessorCounts: [1, 1],
    numaMemoryBlocksCounts: [512, 512],
  };
  const host = hostOf({ osBuild: 26100 });
  const build = (changes: Partial<LcowOptions>) => buildLcowDocument({ ...base, ...numa, ...changes }, host);

  test('nodes that add up to the VM', () => {
    expect(build({})).toMatchObject({
      ok: true,
      document: {
        VirtualMachine: {
          ComputeTopology: {
            Numa: { VirtualNodeCount: 2 },
            Memory: { SlitType: 'FirmwareFallbackMeasured' },
          },
        },
      },
    });
  });

  test('all that does not fit, at once', () => {
    const built = build({ allowOvercommit: true, processorCount: 3, memorySizeInMB: 2048 });
    expect(built.ok ? [] : built.problems.map(({ path, rule }) => `${path}: ${rule}`)).toEqual([
      'allowOvercommit: numa-overcommit',
      'processorCount: numa-processor-total',
      'memorySizeInMB: numa-memory-total',
    ]);
  });

  test('an older Windows has none', () => {
    expect(rulesOf(numa)).toEqual(['numaMappedPhysicalNodes: numa-unsupported-build']);
  });
});

describe('confidential VMs', () => {
  const options: LcowOptions = {
    ...base,
    preferredRootFsType: 'none',
    guestStateFilePath: 'kernel.vmgs',
    dmVerityRootFsVhd: 'rootfs.vhd',
    bundleDirectory: 'C:\\vm',
    securityPolicy: 'YQ==',
  };
  const copies = (host: ReturnType<typeof hostOf>) =>
    [...host.contents().keys()].filter((path) => path.startsWith('C:\\vm'));

  test('a bad policy is noticed before anything is copied, except to be like the reference', async () => {
    const bad = { ...options, securityPolicy: '!' };
    const [host, like] = [hostOf(), hostOf()];
    expect(await buildConfidentialLcowDocument(bad, host)).toMatchObject({
      problems: [{ rule: 'policy-base64' }],
    });
    expect(await buildConfidentialLcowDocument(bad, like, { compat: 'hcsshim' })).toMatchObject({
      ok: false,
    });
    expect([copies(host), copies(like)]).toEqual([[], ['C:\\vm\\kernel.vmgs', 'C:\\vm\\rootfs.vhd']]);
  });

  test.each([1, 2])('refusing grant %i leaves no copies', async (refused) => {
    let grants = 0;
    const host = hostOf({
      onGrant: () => {
        grants += 1;
        if (grants === refused) throw new Error('no');
      },
    });
    expect(await buildConfidentialLcowDocument(options, host)).toMatchObject({
      problems: [{ rule: 'boot-file-grant' }],
    });
    expect(copies(host)).toEqual([]);
  });

  test.each<[string, Partial<LcowOptions>, string[]]>([
    [
      'over their templates',
      { bundleDirectory: 'c:\\BOOT\\.' },
      ['c:\\BOOT\\kernel.vmgs', 'c:\\BOOT\\rootfs.vhd'],
    ],
    [
      "over the other's template",
      {
        bundleDirectory: 'C:\\boot',
        guestStateFilePath: '..\\boot\\rootfs.vhd',
        dmVerityRootFsVhd: 'kernel',
      },
      ['C:\\boot\\rootfs.vhd', 'C:\\boot\\rootfs.vhd'],
    ],
    ['over each other', { guestStateFilePath: 'RootFS.vhd' }, ['C:\\vm\\RootFS.vhd']],
  ])('copies %s are refused before anything is lost', async (_, changes, lost) => {
    const host = hostOf();
    const built = await buildConfidentialLcowDocument({ ...options, ...changes }, host);
    const problems = lost.map((value) => ({ path: 'bundleDirectory', rule: 'boot-file-overwritten', value }));
    expect(built).toMatchObject({ ok: false, problems });
    expect([...host.contents()]).toEqual(Object.entries(boot));
    expect(host.grants).toEqual([]);
  });

  test('a creation that failed takes both copies back, except to be like the reference', async () => {
    const left = async (compat?: 'hcsshim') => {
      const host = hostOf();
      const prepared = await prepareLcow(
        { ...options, securityPolicyEnabled: true },
        host,
        compat && { compat },
      );
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));
      await prepared.discard();
      return copies(host);
    };
    expect(await left()).toEqual([]);
    expect(await left('hcsshim')).toEqual(['C:\\vm\\rootfs.vhd']);
  });

  test('a VM without a name gets one', async () => {
    const prepared = await prepareLcow({ ...base, id: '' }, hostOf({ newGuid: () => 'new' }));
    expect(prepared).toMatchObject({ ok: true, id: 'new', bookkeeping: { vm: { id: 'new' } } });
  });
});

test('options of a Windows VM are checked before anything is done', async () => {
  const host = hostOf();
  const built = await buildWcowDocument(
    { ...defaultWcowOptions(host, 'vm'), scsiControllerCount: 2, processorCount: 0 },
    host,
  );
  expect(built.ok ? [] : built.problems.map(({ path }) => path)).toEqual([
    'processorCount',
    'scsiControllerCount',
    'bootFiles',
  ]);
  expect(host.grants).toEqual([]);
});

test('the kernel line agrees with what kernel-params says of dm-verity devices', () => {
  const [, root] = kernelRootParams({
    rootFsType: 'ext4',
    disableNvdimm: false,
    dax: false,
    verityParams: 'root_hash=r,salt=s,data_blocks=8,data_block_size=4096,hash_block_size=4096',
  });
  const line = kernelLine({
    preferredRootFsType: 'vhd',
    rootFsFile: 'rootfs.vhd',
    vpmemDeviceCount: 0,
    dmVerityMode: true,
    dmVerityCreateArgs: 'table',
  });
  expect(line).toContain(`root=${root?.value ?? ''} dm-mod.create="table"`);
});
