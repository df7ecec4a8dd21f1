import {
  defaultLcowOptions,
  lcowOptionsFromAnnotations,
  memoryHost,
  type LcowOptions,
} from '../src/index.js';

const host = memoryHost({ files: { 'C:\\other\\rootfs.vhd': 1, 'C:\\other\\vmlinux': 1 } });
const base = defaultLcowOptions(host, 'vm');
const VM = 'io.microsoft.virtualmachine.';

const read = (annotations: Record<string, string>): Partial<LcowOptions> => {
  const found = lcowOptionsFromAnnotations(annotations, base, host);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.options;
};
const problems = (annotations: Record<string, string>) => {
  const found = lcowOptionsFromAnnotations(annotations, base, host);
  return found.ok ? [] : found.problems.map(({ path, rule, remedy }) => [path, rule, remedy]);
};

test.each([
  ['computetopology.memory.sizeinmb', '2048', { memorySizeInMB: 2048 }],
  ['computetopology.memory.sizeinmb', '18446744073709551614', { memorySizeInMB: 18446744073709551614n }],
  ['computetopology.memory.allowovercommit', 'F', { allowOvercommit: false }],
  ['computetopology.processor.count', '4', { processorCount: 4 }],
  ['computetopology.processor.count', '0', { processorCount: base.processorCount }],
  ['computetopology.numa.mapped-physical-nodes', '0,255', { numaMappedPhysicalNodes: [0, 255] }],
  ['lcow.hcl-enabled', 'false', { hclEnabled: false }],
  ['devices.virtualpmem.maximumcount', '8', { vpmemDeviceCount: 8 }],
  ['lcow.kernelbootoptions', 'debug', { kernelBootOptions: 'debug' }],
  ['lcow.extra-exec-command-args', '-x', { execCommandLine: `${base.execCommandLine} -x` }],
  ['lcow.preferredrootfstype', 'vhd', { preferredRootFsType: 'vhd', rootFsFile: 'rootfs.vhd' }],
  ['lcow.kerneldirectboot', 'false', { kernelDirect: false, kernelFile: 'kernel' }],
  [
    'fullyphysicallybacked',
    'true',
    { fullyPhysicallyBacked: true, allowOvercommit: false, vpmemDeviceCount: 0 },
  ],
  [
    'bootfilesrootpath',
    'C:/other',
    {
      bootFilesPath: 'C:\\other',
      rootFsFile: 'rootfs.vhd',
      preferredRootFsType: 'vhd',
      kernelFile: 'vmlinux',
    },
  ],
  [
    'hv-socket.service-table.9E698F65-4095-4BF8-AD01-61E64BBF45A7',
    '{"AllowWildcardBinds":true}',
    { additionalHyperVConfig: { '9e698f65-4095-4bf8-ad01-61e64bbf45a7': { AllowWildcardBinds: true } } },
  ],
])('%s = %s', (name, value, expected) => {
  expect(read({ [VM + name]: value })).toMatchObject(expected);
});

test('no annotations change nothing, others are not looked at', () => {
  expect(read({})).toEqual(base);
  expect(read({ 'io.kubernetes.cri.x': '1', 'io.microsoft.container.memory.sizeinmb': '5' })).toEqual(base);
});

test('a security policy makes the VM confidential, and what that implies is told', () => {
  const found = lcowOptionsFromAnnotations(
    {
      [`${VM}lcow.securitypolicy`]: 'YQ==',
      [`${VM}lcow.kernelbootoptions`]: 'debug',
      [`${VM}lcow.gueststatefile`]: 'my.vmgs',
    },
    base,
    host,
  );
  expect(found).toMatchObject({
    ok: true,
    options: {
      securityPolicyEnabled: true,
      guestStateFilePath: 'my.vmgs',
      preferredRootFsType: 'none',
      kernelBootOptions: '',
      vpmemDeviceCount: 0,
      enableScratchEncryption: true,
    },
  });
  expect(found.ok && found.implied).toContainEqual({
    annotation: `${VM}lcow.securitypolicy`,
    option: 'kernelBootOptions',
    value: '',
  });
});

test('without the hardware a policy changes nothing about how the VM boots', () => {
  const options = read({ [`${VM}lcow.securitypolicy`]: 'YQ==', [`${VM}no_security_hardware`]: 'true' });
  expect(options).toMatchObject({
    securityPolicyEnabled: true,
    guestStateFilePath: '',
    vpmemDeviceCount: 64,
  });
});

test('what cannot be read is a problem, all at once; an unknown name comes with the nearest one', () => {
  expect(
    problems({
      [`${VM}computetopology.memory.sizeinmb`]: '1 GiB',
      [`${VM}lcow.vpcienabled`]: 'yes',
      [`${VM}computetopology.procesor.count`]: '2',
      [`${VM}computetopology.numa.count-of-processors`]: '1, 2',
    }).sort(),
  ).toEqual(
    [
      [
        `${VM}computetopology.procesor.count`,
        'annotation-name',
        `Did you mean ${VM}computetopology.processor.count?`,
      ],
      [
        `${VM}computetopology.memory.sizeinmb`,
        'annotation-value',
        'Give a decimal number from 0 to 18446744073709551615.',
      ],
      [`${VM}lcow.vpcienabled`, 'annotation-value', 'Give true or false.'],
      [
        `${VM}computetopology.numa.count-of-processors`,
        'annotation-value',
        'Give a list between commas, each entry a decimal number from 0 to 4294967295.',
      ],
    ].sort(),
  );
});

test('leniently, what cannot be read leaves the option as it is and is reported', () => {
  const found = lcowOptionsFromAnnotations({ [`${VM}computetopology.memory.sizeinmb`]: 'x' }, base, host, {
    lenient: true,
  });
  expect(found).toMatchObject({
    ok: true,
    options: { memorySizeInMB: base.memorySizeInMB },
    ignored: [{ value: 'x' }],
  });
});

test('one annotation gives one problem, however often it matters', () => {
  expect(
    problems({ [`${VM}lcow.securitypolicy`]: 'YQ==', [`${VM}storage.scratch.encrypted`]: 'maybe' }),
  ).toEqual([[`${VM}storage.scratch.encrypted`, 'annotation-value', 'Give true or false.']]);
});

test('what a later annotation sets is not told as implied', () => {
  const found = lcowOptionsFromAnnotations(
    { [`${VM}lcow.securitypolicy`]: 'YQ==', [`${VM}lcow.gueststatefile`]: 'my.vmgs' },
    base,
    host,
  );
  expect(found.ok && found.implied.map(({ option }) => option)).not.toContain('guestStateFilePath');
});

test('a value that options cannot have is a problem by the name of its annotation', () => {
  expect(
    problems({
      [`${VM}devices.virtualpmem.maximumcount`]: '129',
      [`${VM}computetopology.processor.count`]: '-2',
    }).map(([path, rule]) => [path, rule]),
  ).toEqual([
    [`${VM}computetopology.processor.count`, 'option-value'],
    [`${VM}devices.virtualpmem.maximumcount`, 'vpmem-devices'],
  ]);
});
