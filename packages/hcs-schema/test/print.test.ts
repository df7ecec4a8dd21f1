import * as schema from '../src/index.js';
import { compareBytes } from '../src/print/compare-bytes.js';

const { print } = schema;

/** What the reference encoder would print. */
const reference = <A>(value: NoInfer<A>, as: schema.Codec<A>): string =>
  print(value, { as, compat: 'hcsshim' });

describe('the reference encoder', () => {
  test('leaves out what is empty', () => {
    const empty = {
      Owner: '',
      ShouldTerminateOnLastHandleClosed: false,
      SchemaVersion: { Major: 0, Minor: 0 },
    };
    expect(reference(empty, schema.ComputeSystem)).toBe('{"SchemaVersion":{}}');
    expect(reference({ Shares: [] }, schema.Plan9)).toBe('{}');
    expect(reference({ ComPorts: {}, Scsi: { a: { Attachments: {} } } }, schema.Devices)).toBe(
      '{"Scsi":{"a":{}}}',
    );
  });

  test('writes objects that are set but hold nothing', () => {
    expect(reference({ Keyboard: {}, Plan9: {} }, schema.Devices)).toBe('{"Keyboard":{},"Plan9":{}}');
  });

  test('writes what stands behind a pointer even when it is zero', () => {
    expect(reference({ HclEnabled: false }, schema.IsolationSettings)).toBe('{"HclEnabled":false}');
    expect(reference({ PropagateNumaAffinity: false }, schema.VirtualPciDevice)).toBe(
      '{"PropagateNumaAffinity":false}',
    );
    expect(reference({ OffloadWeight: 0, QueuePairsRequested: 0 }, schema.IovSettings)).toBe(
      '{"OffloadWeight":0,"QueuePairsRequested":0}',
    );
    expect(
      reference(
        { ThrottlingScale: 0, MinimumThrottlePercentage: 0 },
        schema.MemoryMigrationTransferThrottleParams,
      ),
    ).toBe('{"ThrottlingScale":0,"MinimumThrottlePercentage":0}');
  });

  test('writes structures, fixed lists and times even when they were never set', () => {
    expect(reference({}, schema.NumaProcessors)).toBe('{"count_per_node":{}}');
    expect(reference({}, schema.Schema1ProcessConfig)).toBe('{"ConsoleSize":[0,0]}');
    expect(reference({}, schema.ProcessDetails)).toBe('{"CreateTimestamp":"0001-01-01T00:00:00Z"}');
    expect(reference({}, schema.GuestCWCOWBlockCIMMounts)).toBe(
      '{"VolumeGUID":"00000000-0000-0000-0000-000000000000"}',
    );
    expect(reference({}, schema.GuestLCOWContainerConstraints)).toBe('{"Windows":{},"Linux":{}}');
    expect(reference({}, schema.GuestCWCOWCombinedLayers)).toBe('{"CombinedLayers":{}}');
    expect(reference({}, schema.Schema1Statistics)).toBe(
      '{"Timestamp":"0001-01-01T00:00:00Z","ContainerStartTime":"0001-01-01T00:00:00Z","Memory":{},"Processor":{},"Storage":{}}',
    );
  });

  test('writes members without omitempty even when they are empty', () => {
    expect(reference({ ID: '', Path: '' }, schema.Schema1Layer)).toBe('{"ID":"","Path":""}');
    expect(
      print({} as schema.Schema1ContainerConfig, { as: schema.Schema1ContainerConfig, compat: 'hcsshim' }),
    ).toBe('{"SystemType":"","Name":"","Layers":null,"HvPartition":false}');
  });

  test('keeps null in settings, and drops settings that are not there', () => {
    expect(reference({ Settings: null, GuestRequest: undefined }, schema.ModifySettingRequest)).toBe(
      '{"Settings":null}',
    );
    expect(reference({ Settings: '' }, schema.ModifySettingRequest)).toBe('{"Settings":""}');
    expect(reference({ Queries: { CompatibilityInfo: null } }, schema.PropertyQuery)).toBe(
      '{"Queries":{"CompatibilityInfo":null}}',
    );
  });

  test('does not have members that only the documentation knows', () => {
    expect(reference({ EnableHibernation: true, UseUtc: true }, schema.Chipset)).toBe('{"UseUtc":true}');
  });

  test('has no say in documents that only the service writes: they print as they are', () => {
    expect(reference({ Status: 0, ExitType: 'GracefulExit' }, schema.SystemExitStatus)).toBe(
      '{"Status":0,"ExitType":"GracefulExit"}',
    );
  });

  test.each([
    ['2021-05-06T07:08:09.1234500Z', '2021-05-06T07:08:09.12345Z'],
    ['2021-05-06T07:08:09.000Z', '2021-05-06T07:08:09Z'],
    ['2021-05-06T07:08:09.1234567899Z', '2021-05-06T07:08:09.123456789Z'],
    ['2021-05-06T07:08:09+00:00', '2021-05-06T07:08:09Z'],
    ['2021-05-06T07:08:09.5+02:00', '2021-05-06T07:08:09.5+02:00'],
  ])('prints the time %s as %s', (time, expected) => {
    expect(reference({ CreateTimestamp: time }, schema.ProcessDetails)).toBe(
      `{"CreateTimestamp":"${expected}"}`,
    );
    expect(print({ CreateTimestamp: time }, { as: schema.ProcessDetails })).toBe(
      `{"CreateTimestamp":"${time}"}`,
    );
  });
});

describe('printing', () => {
  test('drops undefined and nothing else', () => {
    const document = { Owner: '', HostingSystemId: undefined, ShouldTerminateOnLastHandleClosed: false };
    expect(print(document)).toBe('{"Owner":"","ShouldTerminateOnLastHandleClosed":false}');
    expect(print({ Count: 0, Limit: 0, CpuGroup: {} }, { as: schema.VirtualMachineProcessor })).toBe(
      '{"Count":0,"Limit":0,"CpuGroup":{}}',
    );
    expect(print({ EnableHibernation: true }, { as: schema.Chipset })).toBe('{"EnableHibernation":true}');
  });

  test('puts members in the order of the schema', () => {
    expect(
      print({ KernelCmdLine: 'c', InitRdPath: 'b', KernelFilePath: 'a' }, { as: schema.LinuxKernelDirect }),
    ).toBe('{"KernelFilePath":"a","InitRdPath":"b","KernelCmdLine":"c"}');
  });

  test('puts entries in the order of the bytes of their names', () => {
    const names = ['b', 'a', '10', '9', '2', 'é', 'z', '\uffff', '\u{1f600}', ''];
    const text = print({ Scsi: Object.fromEntries(names.map((name) => [name, {}])) }, { as: schema.Devices });
    const printed = [...text.matchAll(/"([^"]*)":\{\}/g)].map(([, name]) => name);
    expect(printed).toEqual(
      names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
    expect(names.toSorted(compareBytes)).toEqual(printed);
  });

  test.each([
    ['<a> & b', '\\u003ca\\u003e \\u0026 b'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\b\f\n\r\t', '\\b\\f\\n\\r\\t'],
    ['\u0000\u001f\u007f', '\\u0000\\u001f\u007f'],
    ['"\\/', '\\"\\\\/'],
    ['\\u003c', '\\\\u003c'],
    ['é€\u{1f600}', 'é€\u{1f600}'],
    ['half \ud800', 'half \ufffd'],
  ])('escapes %j', (owner, expected) => {
    expect(print({ Owner: owner })).toBe(`{"Owner":"${expected}"}`);
    expect(print({ HostedSystem: { [owner]: owner } })).toBe(
      `{"HostedSystem":{"${expected}":"${expected}"}}`,
    );
    expect(print({ Scsi: { [owner]: {} } }, { as: schema.Devices })).toBe(`{"Scsi":{"${expected}":{}}}`);
  });

  test.each([
    [18446744073709551615n, '18446744073709551615'],
    [9007199254740991, '9007199254740991'],
    [9007199254740992n, '9007199254740992'],
    [5n, '5'],
    [-0, '0'],
  ])('writes %s with all digits', (size, digits) => {
    expect(print({ SizeInMB: size }, { as: schema.VirtualMachineMemory })).toBe(`{"SizeInMB":${digits}}`);
    expect(print({ Settings: [size] }, { as: schema.ModifySettingRequest })).toBe(`{"Settings":[${digits}]}`);
  });

  test('is for people when pretty', () => {
    const document = {
      Owner: 'a & b',
      SchemaVersion: {},
      VirtualMachine: { Chipset: { LinuxKernelDirect: { KernelCmdLine: '\\u003c "<' } } },
    };
    expect(print(document, { pretty: true })).toBe(
      [
        '{',
        '  "Owner": "a & b",',
        '  "SchemaVersion": {},',
        '  "VirtualMachine": {',
        '    "Chipset": {',
        '      "LinuxKernelDirect": {',
        '        "KernelCmdLine": "\\\\u003c \\"<"',
        '      }',
        '    }',
        '  }',
        '}',
      ].join('\n'),
    );
  });

  test.each([
    ['NaN', NaN],
    ['infinity', Infinity],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a hole', Array(1)],
  ])('refuses %s', (_, value) => {
    const refused = expect.objectContaining({ code: 'UVM_SCHEMA_UNPRINTABLE' }) as Error;
    expect(() => print({ HostedSystem: value })).toThrow(refused);
    expect(() => print({ SizeInMB: value } as never, { as: schema.VirtualMachineMemory })).toThrow(refused);
    expect(() => print(value as never)).toThrow(refused);
  });

  test('prints what does not fit the type as the JSON that it is', () => {
    expect(print({ Owner: 5, SchemaVersion: 'x', VirtualMachine: [true] } as never)).toBe(
      '{"Owner":5,"SchemaVersion":"x","VirtualMachine":[true]}',
    );
  });
});
