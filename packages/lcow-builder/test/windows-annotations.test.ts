import {
  confidentialBootFiles,
  defaultLcowOptions,
  defaultWcowOptions,
  lcowOptionsFromAnnotations,
  memoryHost,
  type BlockCimBootFiles,
  type WcowOptions,
  wcowOptionsFromAnnotations,
} from '../src/index.js';
import { CONTAINER, texts, VM } from './support/annotation-texts.js';

const host = memoryHost();
const base = defaultWcowOptions(host, 'vm');
const POLICY = `${VM}wcow.securitypolicy`;
const FOLDER = 'C:\\uvmkit\\WindowsBootFiles\\confidential';

const from = (annotations: Record<string, string>, lenient = false, given: WcowOptions = base) =>
  wcowOptionsFromAnnotations(annotations, given, host, { lenient });
const read = (annotations: Record<string, string>, given?: WcowOptions): WcowOptions => {
  const found = from(annotations, false, given);
  if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join('\n'));
  return found.options;
};
const wrong = (annotations: Record<string, string>, lenient = false) => {
  const found = from(annotations, lenient);
  return found.ok ? [] : found.problems.map(({ path, rule }) => `${path}: ${rule}`);
};

const logSources = Buffer.from('{"logConfig":{"sources":[{"type":"ETW","providers":[]}]}}').toString(
  'base64',
);

test.each<[string, string, Partial<WcowOptions>]>([
  [`${VM}computetopology.memory.sizeinmb`, '4096', { memorySizeInMB: 4096 }],
  [`${VM}computetopology.processor.limit`, '50000', { processorLimit: 50_000 }],
  [`${VM}computetopology.numa.count-of-memory-blocks`, '512,512', { numaMemoryBlocksCounts: [512, 512] }],
  [`${VM}storageqos.iopsmaximum`, '100', { storageQosIopsMaximum: 100 }],
  [`${VM}dump-directory-path`, 'C:\\dumps', { dumpDirectoryPath: 'C:\\dumps' }],
  [`${CONTAINER}processdumplocation`, 'C:\\d', { processDumpLocation: 'C:\\d' }],
  [`${VM}console.pipe`, '\\\\.\\pipe\\x', { consolePipe: '\\\\.\\pipe\\x' }],
  [`${VM}disablecompartmentnamespace`, 'true', { disableCompartmentNamespace: true }],
  [`${VM}wcow.virtualSMB.nodirectmap`, '1', { noDirectMap: true }],
  [`${VM}wcow.timezone.noinherit`, 'T', { noInheritHostTimezone: true }],
  [`${VM}fullyphysicallybacked`, 'true', { fullyPhysicallyBacked: true, allowOvercommit: false }],
  [`${VM}forwardlogs.sources`, logSources, { logSources }],
  [`${VM}forwardlogs.enable`, 'false', { logForwardingEnabled: false }],
  [`${VM}forwardlogs.defaultsources.enable`, 'false', { defaultLogSourcesEnabled: false }],
  ['io.microsoft.disable-unsafe-operations', 'true', { noWritableFileShares: true, noDirectMap: true }],
  [
    `${VM}wcow.additional-reg-keys`,
    '[{"Key":{"Hive":"Software","Name":"x"},"Name":"n","Type":"QWord","QWordValue":18446744073709551615}]',
    {
      additionalRegistryKeys: [
        { Key: { Hive: 'Software', Name: 'x' }, Name: 'n', Type: 'QWord', QWordValue: 18446744073709551615n },
      ],
    },
  ],
])('%s = %s', (name, value, expected) => {
  expect(read({ [name]: value })).toEqual({ ...base, ...expected });
});

test('no annotations change nothing; logs are forwarded unless somebody says otherwise', () => {
  expect(read({})).toEqual(base);
  expect(base).toMatchObject({ logForwardingEnabled: true, defaultLogSourcesEnabled: true });
});

describe('which pods know which names', () => {
  const rulesIn = (found: ReturnType<typeof from> | ReturnType<typeof lcowOptionsFromAnnotations>) =>
    found.ok ? [] : found.problems.map(({ rule }) => rule).filter((rule) => rule !== 'annotation-value');
  const onLinux = (name: string) =>
    rulesIn(lcowOptionsFromAnnotations({ [name]: '?' }, defaultLcowOptions(host), host));
  const onWindows = (name: string) => rulesIn(from({ [name]: '?' }));

  test.each(Object.keys(texts.both))('both: %s', (name) => {
    for (const rules of [onLinux(name), onWindows(name)]) {
      expect(rules).not.toContain('annotation-name');
      expect(rules).not.toContain('annotation-system');
    }
  });

  test.each(Object.keys(texts.Linux))('Linux: %s', (name) => {
    expect(onWindows(name)).toEqual(['annotation-system']);
    expect(onLinux(name)).not.toContain('annotation-name');
  });

  test.each(Object.keys(texts.Windows))('Windows: %s', (name) => {
    expect(onLinux(name)).toEqual(['annotation-system']);
    expect(onWindows(name)).not.toContain('annotation-name');
  });

  test('the twin for the other kind of pod is offered; lenient passes it over with a report', () => {
    const annotations = { [`${VM}lcow.securitypolicy`]: 'YQ==', [`${VM}lcow.vpcienabled`]: 'true' };
    const strict = from(annotations);
    expect(strict.ok ? [] : strict.problems.map(({ remedy }) => remedy)).toEqual([
      `Did you mean ${POLICY}?`,
      'Leave it out.',
    ]);
    expect(from(annotations, true)).toMatchObject({
      ok: true,
      options: base,
      ignored: [{ rule: 'annotation-system' }, { rule: 'annotation-system' }],
    });
  });
});

describe('a security policy', () => {
  test('makes the VM confidential, and what that implies is told', () => {
    const found = from({ [POLICY]: 'YQ==' });
    const changes = {
      securityPolicyEnabled: true,
      allowOvercommit: false,
      memorySizeInMB: 2048,
      isolationType: 'SecureNestedPaging',
      guestStateFilePath: `${FOLDER}\\cwcow.snp.vmgs`,
      uvmReferenceInfoFile: `${FOLDER}\\reference_info.cose`,
      uvmHashEnvelopeReferenceInfoFile: `${FOLDER}\\reference_info_hash_envelope.cose`,
      logForwardingEnabled: false,
    };
    expect(found).toEqual({
      ok: true,
      options: { ...base, securityPolicy: 'YQ==', ...changes },
      implied: Object.entries(changes).map(([option, value]) => ({ annotation: POLICY, option, value })),
      ignored: [],
    });
  });

  test.each<[string, string, Partial<WcowOptions>]>([
    [`${VM}computetopology.memory.sizeinmb`, '3000', { memorySizeInMB: 3000 }],
    [`${VM}wcow.enforcer`, 'rego', { securityPolicyEnforcer: 'rego' }],
    [`${VM}wcow.no_secure_boot`, 'true', { disableSecureBoot: true }],
    [`${VM}wcow.writable_efi`, 'true', { writableEfi: true }],
    [`${VM}wcow.isolation_type`, 'SNP', { isolationType: 'SecureNestedPaging' }],
    [
      `${VM}wcow.isolation_type`,
      'VBS',
      {
        isolationType: 'VirtualizationBasedSecurity',
        guestStateFilePath: `${FOLDER}\\cwcow.vbs.vmgs`,
        allowOvercommit: false,
      },
    ],
    [
      `${VM}no_security_hardware`,
      'true',
      { isolationType: 'GuestStateOnly', guestStateFilePath: `${FOLDER}\\cwcow.gso.vmgs` },
    ],
    [`${VM}wcow.gueststatefile`, 'D:\\my.vmgs', { guestStateFilePath: 'D:\\my.vmgs' }],
    [`${VM}wcow.uvm-reference-info-file`, 'D:\\r', { uvmReferenceInfoFile: 'D:\\r' }],
    [`${VM}uvm-hash-envelope-reference-info-file`, 'D:\\h', { uvmHashEnvelopeReferenceInfoFile: 'D:\\h' }],
    [`${VM}forwardlogs.enable`, 'true', { logForwardingEnabled: true }],
    [`${VM}computetopology.memory.allowovercommit`, 'true', { allowOvercommit: false }],
    [
      `${VM}bootfilesrootpath`,
      'D:\\boot\\',
      {
        bootFilesRootPath: 'D:\\boot\\',
        guestStateFilePath: 'D:\\boot\\cwcow.snp.vmgs',
        uvmReferenceInfoFile: 'D:\\boot\\reference_info.cose',
      },
    ],
  ])('with %s = %s', (name, value, expected) => {
    expect(read({ [POLICY]: 'YQ==', [name]: value })).toMatchObject(expected);
  });

  test('a named isolation wins over missing hardware', () => {
    expect(
      read({ [POLICY]: 'YQ==', [`${VM}no_security_hardware`]: 'true', [`${VM}wcow.isolation_type`]: 'VBS' }),
    ).toMatchObject({ isolationType: 'VirtualizationBasedSecurity' });
  });

  test('a boot folder replaces disks that are known already, and is there for those that are not', () => {
    const bootFiles: BlockCimBootFiles = {
      bootType: 'blockCim',
      blockCim: { bootCimVhdPath: 'layer', efiVhdPath: 'layer', scratchVhdPath: 'S:\\scratch.vhdx' },
    };
    const annotations = { [POLICY]: 'YQ==', [`${VM}bootfilesrootpath`]: 'D:\\boot' };
    const expected = {
      bootType: 'blockCim',
      blockCim: {
        bootCimVhdPath: 'D:\\boot\\rootfs.vhd',
        efiVhdPath: 'D:\\boot\\boot.vhd',
        scratchVhdPath: 'S:\\scratch.vhdx',
      },
    };
    expect(read(annotations, { ...base, bootFiles }).bootFiles).toEqual(expected);
    expect(confidentialBootFiles(read(annotations), 'S:\\scratch.vhdx', host)).toEqual(expected);
    expect(confidentialBootFiles(base, 's', host).blockCim?.efiVhdPath).toBe(`${FOLDER}\\boot.vhd`);
  });

  test('memory of the options is kept if it is enough; lenient forgets it, as the reference does', () => {
    const given = { ...base, memorySizeInMB: 8192 };
    expect(read({ [POLICY]: 'YQ==' }, given).memorySizeInMB).toBe(8192);
    expect(from({ [POLICY]: 'YQ==' }, true, given)).toMatchObject({ options: { memorySizeInMB: 2048 } });
  });

  test('without one, annotations for confidential pods are not lost in silence', () => {
    const annotations = {
      [`${VM}wcow.no_secure_boot`]: 'true',
      [`${VM}wcow.isolation_type`]: 'snp?',
      [`${VM}bootfilesrootpath`]: 'D:\\boot',
    };
    expect(wrong(annotations)).toEqual(
      Object.keys(annotations).map((name) => `${name}: annotation-without-policy`),
    );
    expect(from(annotations, true)).toMatchObject({
      ok: true,
      options: { disableSecureBoot: false, isolationType: '' },
      ignored: Object.keys(annotations).map((path) => ({ path, rule: 'annotation-without-policy' })),
    });
  });
});

describe('what the reference refuses is refused leniently too', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'too little memory',
      { [POLICY]: 'YQ==', [`${VM}computetopology.memory.sizeinmb`]: '1024' },
      `${VM}computetopology.memory.sizeinmb: confidential-memory`,
    ],
    [
      'no memory',
      { [POLICY]: 'YQ==', [`${VM}computetopology.memory.sizeinmb`]: '0' },
      `${VM}computetopology.memory.sizeinmb: confidential-memory`,
    ],
    [
      'an unknown isolation',
      { [POLICY]: 'YQ==', [`${VM}wcow.isolation_type`]: 'None' },
      `${VM}wcow.isolation_type: annotation-value`,
    ],
    [
      'a resource partition that is no GUID',
      { [`${VM}resource-partition-id`]: 'x' },
      `${VM}resource-partition-id: annotation-value`,
    ],
    [
      'debugging without a policy',
      { 'io.microsoft.wcow.debug': 'true' },
      'io.microsoft.wcow.debug: debug-policy',
    ],
    [
      'debugging without a folder',
      { 'io.microsoft.wcow.debug': 'true', [POLICY]: 'YQ==' },
      'io.microsoft.wcow.debug: debug-folder',
    ],
    [
      'a short annotation that another contradicts',
      { 'io.microsoft.disable-unsafe-operations': 'true', [`${VM}fileshares.disablewritable`]: 'false' },
      'io.microsoft.disable-unsafe-operations: annotation-conflict',
    ],
  ])('%s', (_, annotations, expected) => {
    expect(wrong(annotations)).toContain(expected);
    expect(wrong(annotations, true)).toContain(expected);
  });
});

test('a value that options cannot have is a problem by the name of its annotation', () => {
  expect(
    wrong({
      [`${VM}computetopology.processor.limit`]: '100001',
      [`${VM}cpugroup.id`]: 'none',
      [`${VM}forwardlogs.sources`]: 'e30=',
      [`${VM}computetopology.memory.enabledeferredcommit`]: 'true',
      [`${VM}fullyphysicallybacked`]: 'true',
    }).sort(),
  ).toEqual([
    `${VM}computetopology.memory.enabledeferredcommit: deferred-commit-overcommit`,
    `${VM}computetopology.processor.limit: option-value`,
    `${VM}cpugroup.id: option-value`,
    `${VM}forwardlogs.sources: option-value`,
  ]);
});

describe('values for the registry', () => {
  const name = `${VM}wcow.additional-reg-keys`;
  const good = {
    Key: { Hive: 'System', Name: 'CurrentControlSet\\Services\\x' },
    Name: 'n',
    Type: 'DWord',
    DWordValue: 1,
  };
  const problemsOf = (values: unknown) => {
    const found = from({ [name]: typeof values === 'string' ? values : JSON.stringify(values) });
    return found.ok ? [] : found.problems.map(({ path, message }) => `${path.slice(name.length)} ${message}`);
  };

  test.each<[string, unknown, readonly string[]]>([
    ['no key', [{ ...good, Key: undefined }], ['[0] The value has no key.']],
    ['no name of the key', [{ ...good, Key: { Hive: 'System' } }], ['[0] The key has no name.']],
    ['no name', [good, { ...good, Name: '' }], ['[1] The value has no name.']],
    ['data of two types', [{ ...good, StringValue: 'x' }], ['[0] The value has data of several types.']],
    ['another hive', [{ ...good, Key: { Hive: 'Sam', Name: 'x' } }], ['[0] Pods may not set values there.']],
    [
      'another part of the hive',
      [{ ...good, Key: { Hive: 'System', Name: 'ControlSet001\\Services\\x' } }],
      ['[0] Pods may not set values there.'],
    ],
    ['keys in other cases', [{ ...good, Key: { Hive: 'System', Name: 'currentCONTROLset\\services' } }], []],
    ['data of zero beside other', [{ ...good, StringValue: '', QWordValue: 0 }], []],
    ['an empty text', '', []],
  ])('%s', (_, values, expected) => {
    expect(problemsOf(values)).toEqual(expected);
  });

  test.each(['{}', 'null', '[', '[],"DeleteKeys":[{}]', `${'['.repeat(100_000)}`])(
    '%.20s is no list',
    (text) => {
      expect(problemsOf(text)).toEqual([expect.stringContaining('is not a JSON list of registry values')]);
    },
  );

  test('wrong types, unknown members and unknown names are told by their places', () => {
    expect(problemsOf([good, { ...good, DWordValue: '1' }]).map((problem) => problem.split(' ')[0])).toEqual([
      '[1].DWordValue',
    ]);
    expect(problemsOf([{ ...good, Kye: 1 }]).map((problem) => problem.split(' ')[0])).toEqual(['[0].Kye']);
  });

  test('leniently, what pods may not set is dropped and the rest is kept', () => {
    const found = from(
      {
        [name]: JSON.stringify([
          { ...good, Name: '' },
          { ...good, Extra: 1 },
        ]),
      },
      true,
    );
    expect(found).toMatchObject({
      ok: true,
      ignored: [{ path: `${name}[1].Extra` }, { path: `${name}[0]` }],
    });
    expect(found.ok && found.options.additionalRegistryKeys).toEqual([good]);
  });
});

test('a short annotation that cannot be read is a problem by its own name', () => {
  expect(new Set(wrong({ 'io.microsoft.disable-unsafe-operations': 'yes' }))).toEqual(
    new Set(['io.microsoft.disable-unsafe-operations: annotation-value']),
  );
});
