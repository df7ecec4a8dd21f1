import {
  checkVersion,
  compareVersions,
  minimumSchemaVersion,
  ProcessorLimits,
  schemaVersion,
  versionText,
} from '../src/index.js';

const direct = {
  Owner: 'x',
  VirtualMachine: { Chipset: { LinuxKernelDirect: { KernelFilePath: 'vmlinux' } } },
};

describe('minimumSchemaVersion', () => {
  test.each([
    ['an empty document', {}, '2.0'],
    ['one without firmware', direct, '2.2'],
    [
      'one with a newer value of an old member',
      { VirtualMachine: { Chipset: { Uefi: { BootThis: { DeviceType: 'File' } } } } },
      '2.1',
    ],
    ['one with services', { VirtualMachine: { Services: { Heartbeat: {} } } }, '2.5'],
    [
      'one with members that are not documented',
      { VirtualMachine: { SecuritySettings: { EnableTpm: true } } },
      '2.0',
    ],
    ['one whose newest member is undefined', { VirtualMachine: { Services: undefined } }, '2.0'],
  ])('of %s', (_, document, expected) => {
    expect(versionText(minimumSchemaVersion(document))).toBe(expected);
  });

  test('of another type', () => {
    expect(minimumSchemaVersion({ Limit: 1 }, { as: ProcessorLimits })).toEqual({ Major: 2, Minor: 4 });
  });
});

describe('checkVersion', () => {
  test('names what a host would not know', () => {
    expect(checkVersion(direct, { Major: 2, Minor: 1 })).toEqual(
      ['', '.KernelFilePath'].map((rest) => ({
        path: `VirtualMachine.Chipset.LinuxKernelDirect${rest}`,
        code: 'newer-than-host',
        expected: 'schema 2.1 or older',
        got: 'schema 2.2',
      })),
    );
    expect(checkVersion(direct, { Major: 2, Minor: 2 })).toEqual([]);
  });

  test('names a value once, with the version of the value', () => {
    const document = { VirtualMachine: { Chipset: { Uefi: { BootThis: { DeviceType: 'File' } } } } };
    const found = checkVersion(document, { Major: 2, Minor: 0 }).filter(({ path }) =>
      path.endsWith('.DeviceType'),
    );
    expect(found).toMatchObject([{ got: 'schema 2.1' }]);
  });

  test('compares the version that the document asks for', () => {
    expect(checkVersion({ SchemaVersion: { Major: 2, Minor: 5 } }, { Major: 2, Minor: 4 })).toMatchObject([
      { path: 'SchemaVersion', got: 'schema 2.5' },
    ]);
    expect(checkVersion({ SchemaVersion: { Major: 2, Minor: 5 } }, { Major: 2, Minor: 5 })).toEqual([]);
  });

  test('looks into dictionaries and lists', () => {
    const document = {
      VirtualMachine: { Devices: { Scsi: { a: { Attachments: { 0: { AlwaysAllowSparseFiles: true } } } } } },
    };
    expect(checkVersion(document, { Major: 2, Minor: 5 })).toMatchObject([
      { path: 'VirtualMachine.Devices.Scsi["a"].Attachments["0"].AlwaysAllowSparseFiles', got: 'schema 2.6' },
    ]);
  });
});

test('versions compare by number', () => {
  expect(compareVersions(schemaVersion('2.10'), schemaVersion('2.9'))).toBeGreaterThan(0);
  expect(compareVersions(schemaVersion('1.9'), schemaVersion('2.0'))).toBeLessThan(0);
  expect(compareVersions(schemaVersion('2.5'), schemaVersion('2.5'))).toBe(0);
});
