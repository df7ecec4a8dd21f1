import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import * as schema from '../src/index.js';

const { ComputeSystem, decode, decodeOrThrow } = schema;

const attachment = (part: object): object => ({
  VirtualMachine: { Devices: { Scsi: { '0': { Attachments: { '7': part } } } } },
});

const ATTACHMENT = 'VirtualMachine.Devices.Scsi["0"].Attachments["7"]';

const problemsOf = (input: unknown): readonly schema.Problem[] => {
  const result = decode(ComputeSystem, input);
  return result.ok ? [] : result.problems;
};

describe('a problem', () => {
  test.each<[string, unknown, Partial<schema.Problem>]>([
    [
      'a path of the wrong type',
      attachment({ Path: 5 }),
      { path: `${ATTACHMENT}.Path`, code: 'wrong-type', expected: 'a string', got: '5' },
    ],
    [
      'a misspelt member',
      attachment({ Pth: 'x' }),
      {
        path: `${ATTACHMENT}.Pth`,
        code: 'unknown-member',
        expected: 'a member of Attachment',
        hint: 'Did you mean Path?',
      },
    ],
    [
      'a member in lower case',
      attachment({ readonly: true }),
      { path: `${ATTACHMENT}.readonly`, hint: 'Did you mean ReadOnly?' },
    ],
    ['swapped letters', { Ownre: 'x' }, { path: 'Ownre', hint: 'Did you mean Owner?' }],
    [
      'a member that no name is near to',
      { Colour: 'x' },
      { path: 'Colour', code: 'unknown-member', got: '"Colour"' },
    ],
    ['a member that is no identifier', { 'Own er': 'x' }, { path: '["Own er"]', code: 'unknown-member' }],
    [
      'null',
      { VirtualMachine: null },
      {
        path: 'VirtualMachine',
        code: 'wrong-type',
        got: 'null',
        hint: expect.stringContaining('Leave the member out') as string,
      },
    ],
    [
      'a list for an object',
      { VirtualMachine: [] },
      { path: 'VirtualMachine', code: 'wrong-type', expected: 'an object', got: 'a list of 0' },
    ],
    [
      'an object for a list',
      { VirtualMachine: { Devices: { Plan9: { Shares: {} } } } },
      { path: 'VirtualMachine.Devices.Plan9.Shares', expected: 'a list', got: 'an object' },
    ],
    [
      'an item of a list',
      { VirtualMachine: { Devices: { Plan9: { Shares: [{}, 7] } } } },
      { path: 'VirtualMachine.Devices.Plan9.Shares[1]', got: '7' },
    ],
    [
      'a name that should be a number',
      { VirtualMachine: { Devices: { ComPorts: { COM1: {} } } } },
      { path: 'VirtualMachine.Devices.ComPorts["COM1"]', code: 'bad-name' },
    ],
    [
      'a number in quotes',
      { SchemaVersion: { Major: '2' } },
      { path: 'SchemaVersion.Major', code: 'wrong-type', hint: 'Write the number without quotes.' },
    ],
    [
      'a fraction',
      { SchemaVersion: { Major: 2.1 } },
      { path: 'SchemaVersion.Major', code: 'wrong-type', got: '2.1' },
    ],
    [
      'a boolean in quotes',
      { ShouldTerminateOnLastHandleClosed: 'true' },
      { code: 'wrong-type', expected: 'true or false', got: '"true"' },
    ],
    [
      'a value that is no JSON',
      { HostedSystem: { now: () => 1 } },
      { path: 'HostedSystem.now', code: 'wrong-type', got: 'a function' },
    ],
    [
      'a long value, shortened',
      { ShouldTerminateOnLastHandleClosed: 'x'.repeat(1000) },
      { got: `"${'x'.repeat(60)}"… (1000 characters)` },
    ],
  ])('names %s', (_, input, expected) => {
    expect(problemsOf(input)).toEqual([expect.objectContaining(expected)]);
  });

  test('has a hint only when there is something to say', () => {
    expect(problemsOf({ Owner: 1 })).toEqual([
      { path: 'Owner', code: 'wrong-type', expected: 'a string', got: '1' },
    ]);
  });

  test('comes with all others', () => {
    const found = problemsOf({
      Ownr: 'x',
      SchemaVersion: { Major: '2', Minor: -2147483649 },
      ...attachment({ Path: 1, Kind: 2 }),
    });
    expect(found.map(({ path }) => path)).toEqual([
      'Ownr',
      'SchemaVersion.Major',
      'SchemaVersion.Minor',
      `${ATTACHMENT}.Path`,
      `${ATTACHMENT}.Kind`,
    ]);
  });
});

describe('64-bit numbers', () => {
  const memory = (digits: string): string => `{"SizeInMB":${digits}}`;

  test.each<[string, schema.Integer64]>([
    ['0', 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['18446744073709551615', 18446744073709551615n],
    ['1e3', 1000],
    ['1.50e1', 15],
    ['1.8446744073709551615e19', 18446744073709551615n],
    ['12345678901234567.0', 12345678901234567n],
  ])('%s is read exactly', (digits, value) => {
    expect(decode(schema.VirtualMachineMemory, memory(digits))).toEqual({
      ok: true,
      value: { SizeInMB: value },
      warnings: [],
    });
  });

  test.each<[string, schema.ProblemCode]>([
    ['18446744073709551616', 'out-of-range'],
    ['-1', 'out-of-range'],
    ['0.5', 'wrong-type'],
    ['1e400', 'inexact-number'],
    ['1e-400', 'inexact-number'],
    ['1E-324', 'inexact-number'],
    ['1.00000000000000000001', 'inexact-number'],
    ['123456789012345.123456789012345', 'wrong-type'],
    ['1'.repeat(41), 'inexact-number'],
    ['1'.repeat(40), 'out-of-range'],
    ['1'.repeat(401), 'inexact-number'],
  ])('%s is a problem', (digits, code) => {
    const result = decode(schema.VirtualMachineMemory, memory(digits));
    expect(result).toMatchObject({ ok: false, problems: [{ path: 'SizeInMB', code }] });
  });

  test('a number in a value must be safe, a bigint beyond that', () => {
    const at = (SizeInMB: unknown): schema.DecodeResult<unknown> =>
      decode(schema.VirtualMachineMemory, { SizeInMB });
    expect(at(2 ** 53)).toMatchObject({
      problems: [{ code: 'out-of-range', hint: expect.stringContaining('bigint') as string }],
    });
    expect(at(2n ** 53n).ok).toBe(true);
    expect(at(5n)).toMatchObject({
      problems: [{ code: 'wrong-type', hint: 'Give numbers up to 2^53 − 1 as number.' }],
    });
    expect(at(schema.integer64(5n)).ok).toBe(true);
  });

  test('what the client calls 32 bits is read as wide as it is documented', () => {
    const sizes = { MemoryCommitBytes: 2 ** 40, UserTime100ns: 2n ** 63n };
    expect(decode(schema.ProcessDetails, sizes).ok).toBe(true);
    expect(decode(schema.StorageQoS, { IopsMaximum: -1 }).ok).toBe(true);
  });

  test('keep their digits in JSON of no known type', () => {
    expect(decode(schema.ModifySettingRequest, '{"Settings":[12345678901234567890,0.1,1e2]}')).toMatchObject({
      value: { Settings: [12345678901234567890n, 0.1, 100] },
    });
    expect(decode(schema.ModifySettingRequest, '{"Settings":0.12345678901234567890123}')).toMatchObject({
      ok: true,
      warnings: [{ path: 'Settings', code: 'inexact-number' }],
    });
  });
});

describe('formats', () => {
  test.each<[schema.AnyCodec, object, boolean]>([
    [schema.ErrorEvent, { Provider: '11111111-2222-4333-8444-55555555AAAA' }, true],
    [schema.ErrorEvent, { Provider: '{11111111-2222-4333-8444-555555555555}' }, true],
    [schema.ErrorEvent, { Provider: '11111111-2222-4333-8444-55555555555' }, false],
    [schema.OperationInfo, { StartTimestamp: '2021-05-06T07:08:09.1234567Z' }, true],
    [schema.OperationInfo, { StartTimestamp: '2021-05-06 07:08:09' }, false],
    [schema.FirmwareFile, { Parameters: '' }, true],
    [schema.FirmwareFile, { Parameters: 'AAECAw==' }, true],
    [schema.FirmwareFile, { Parameters: 'AAECAw=' }, false],
    [schema.FirmwareFile, { Parameters: 'AAEC_w==' }, false],
    [schema.Schema1ProcessConfig, { ConsoleSize: [25, 80] }, true],
  ])('of %#: %j', (codec, value, ok) => {
    const result = decode(codec, value);
    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.problems).toMatchObject([{ code: 'bad-format' }]);
  });

  test('a list of fixed length has that length', () => {
    expect(decode(schema.Schema1ProcessConfig, { ConsoleSize: [25] })).toMatchObject({
      problems: [{ code: 'wrong-length', got: 'a list of 1' }],
    });
  });
});

describe('enums are open', () => {
  test.each(['strict', 'lenient'] as const)('an unlisted value is kept with a warning: %s', (mode) => {
    const result = decode(schema.IsolationSettings, { IsolationType: 'SecureNestedPagin' }, { mode });
    expect(result).toEqual({
      ok: true,
      value: { IsolationType: 'SecureNestedPagin' },
      warnings: [
        {
          path: 'IsolationType',
          code: 'unlisted-value',
          expected: 'a listed value of GuestIsolationType',
          got: '"SecureNestedPagin"',
          hint: 'Did you mean SecureNestedPaging?',
        },
      ],
    });
  });

  test('numbers and masks too', () => {
    expect(decode(schema.CpuGroupProperty, { PropertyCode: 7 })).toMatchObject({
      ok: true,
      warnings: [{ path: 'PropertyCode' }],
    });
    expect(decode(schema.Plan9Share, { Flags: schema.Plan9ShareFlags.values.ReadOnly | 4 })).toMatchObject({
      warnings: [],
    });
    expect(decode(schema.Plan9Share, { Flags: 1 << 20 })).toMatchObject({
      ok: true,
      warnings: [{ path: 'Flags' }],
    });
  });

  test('source code names an unlisted value on purpose', () => {
    const settings: schema.IsolationSettings = { IsolationType: schema.unlisted('Other') };
    expect(schema.print(settings, { as: schema.IsolationSettings })).toBe('{"IsolationType":"Other"}');
  });

  test('guards tell listed from unlisted', () => {
    expect(schema.isGuestIsolationType('SecureNestedPaging')).toBe(true);
    expect(schema.isGuestIsolationType('Other')).toBe(false);
    expect(schema.GuestIsolationType.is('Other')).toBe(true);
  });
});

describe('decodeOrThrow', () => {
  test('gives the document', () => {
    expect(decodeOrThrow(ComputeSystem, '{"Owner":"x"}')).toEqual({ Owner: 'x' });
  });

  test('throws one error with all problems', () => {
    expect(() => decodeOrThrow(ComputeSystem, { Ownr: 1, SchemaVersion: 2 })).toThrow(
      expect.objectContaining({
        code: 'UVM_SCHEMA_INVALID',
        message: expect.stringContaining(
          'ComputeSystem: Ownr should be a member of ComputeSystem, got "Ownr", and 1 more.',
        ) as string,
        data: {
          type: 'ComputeSystem',
          problems: [
            expect.objectContaining({ path: 'Ownr' }),
            expect.objectContaining({ path: 'SchemaVersion' }),
          ],
        },
      }),
    );
  });
});

describe('as io-ts codecs', () => {
  const Machine = t.type({ id: t.string, document: ComputeSystem });

  test('they compose', () => {
    expect(isRight(Machine.decode({ id: 'a', document: { Owner: 'x' } }))).toBe(true);
    const failed = Machine.decode({ id: 'a', document: { Owner: 1 } });
    expect(failed).toMatchObject({ left: [{ message: 'Owner: wrong-type, expected a string, got 1' }] });
  });

  test('they change nothing', () => {
    const document = { Owner: 'x', Novelty: 1 };
    const result = ComputeSystem.decode(document);
    expect(isRight(result) && result.right).toBe(document);
    expect(ComputeSystem.encode(document)).toBe(document);
  });

  test('guards narrow', () => {
    const value: unknown = { KernelFilePath: 'k' };
    expect(schema.isLinuxKernelDirect(value) && value.KernelFilePath).toBe('k');
    expect(schema.isLinuxKernelDirect([])).toBe(false);
  });
});
