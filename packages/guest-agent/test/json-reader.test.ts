import {
  ExecuteProcessRequest,
  hresults,
  ProcessParameters,
  WaitForProcessRequest,
} from '@uvmkit/gcs-bridge';
import fc from 'fast-check';
import { GuestFault } from '../src/bridge/guest-fault.js';
import { parseJson } from '../src/bridge/json-reader.js';
import { readBase, readExecute, readParameters, readWait } from '../src/bridge/requests.js';

const refused = expect.objectContaining({ hresult: hresults.invalidJson });

describe('requests as guests read them', () => {
  test.each([
    ['{"containerid":"nope","ACTIVITYID":"a"}', { ContainerId: 'nope', ActivityId: 'a' }],
    ['{"ContainerId":"a","ContainerId":"b"}', { ContainerId: 'b' }],
    ['{"ContainerId":"a","containerID":"b"}', { ContainerId: 'b' }],
    ['{"ContainerId":null}', {}],
    ['{"ContainerId":"x"}   \n', { ContainerId: 'x' }],
    ['{"Unknown":{"x":1.5e3}}', {}],
    ['{"__proto__":{"ContainerId":"x"}}', {}],
    ['null', {}],
    ['{}', {}],
  ])('%s', (text, expected) => {
    expect(readBase(parseJson(text), '')).toEqual(expected);
  });

  test.each([
    '',
    '{bad',
    '[]',
    '"x"',
    '1',
    'true',
    '\ufeff{}',
    '{"ContainerId":5}',
    '{"ContainerId":"x"}{"ContainerId":"y"}',
  ])('%j is invalid JSON', (text) => {
    expect(() => readBase(parseJson(text), '')).toThrow(refused);
  });

  test.each(['1.5', '1e0', '1E2', '-1', '-0', '4294967296', '"1"', 'true', '[]', '{}', '1.0'])(
    'a process id of %s is invalid JSON',
    (id) => {
      expect(() => readWait(parseJson(`{"ProcessId":${id}}`), '')).toThrow(refused);
    },
  );

  test('numbers with fractions do no harm in strings and in unknown fields', () => {
    const text = '{"ContainerId":"1.5 and \\" 2e3","Pad":1.5,"ProcessId":7}';
    expect(readWait(parseJson(text), '')).toEqual({ ContainerId: '1.5 and " 2e3', ProcessId: 7 });
  });

  test('a body of many megabytes is read', () => {
    const text = `{"Pad":"${'1.5 \\"'.repeat(2_000_000)}","ProcessId":7}`;
    expect(readWait(parseJson(text), '')).toEqual({ ProcessId: 7 });
  });

  test('nesting without end is refused or read, not a crash', () => {
    expect(readBase(parseJson(`{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`), '')).toEqual({});
  });

  test('what is read is what the codecs of the protocol describe', () => {
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
    const request = fc.record({
      ContainerId: optional(fc.string()),
      ProcessId: optional(uint32),
      TimeoutInMs: optional(uint32),
      Settings: optional(
        fc.record({
          ProcessParameters: optional(fc.string()),
          VsockStdioRelaySettings: optional(fc.record({ StdIn: optional(uint32), StdErr: optional(uint32) })),
        }),
      ),
    });
    fc.assert(
      fc.property(request, (value) => {
        const json = parseJson(JSON.stringify(value));
        const sent = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
        const { ContainerId, ProcessId, TimeoutInMs, Settings } = sent;
        expect(readWait(json, '')).toEqual(
          JSON.parse(JSON.stringify({ ContainerId, ProcessId, TimeoutInMs })),
        );
        expect(readExecute(json, '')).toEqual(JSON.parse(JSON.stringify({ ContainerId, Settings })));
        expect(WaitForProcessRequest.is(readWait(json, ''))).toBe(true);
        expect(ExecuteProcessRequest.is(readExecute(json, ''))).toBe(true);
      }),
    );
  });

  test('an environment keeps every name, special ones too', () => {
    const read = readParameters(
      parseJson('{"Environment":{"__proto__":"p","constructor":"c","A":null}}'),
      '',
    );
    expect(Object.entries(read.Environment ?? {})).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['A', ''],
    ]);
    expect(ProcessParameters.is({ ...read, Environment: { ...read.Environment } })).toBe(true);
  });

  test('any JSON is read or refused as invalid', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          readExecute(parseJson(JSON.stringify(value)), '');
        } catch (error) {
          expect(error).toBeInstanceOf(GuestFault);
        }
      }),
    );
  });
});
