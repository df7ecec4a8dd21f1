import { BinaryWriter } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { unmarshalRuntimeOptions, UvmError, type RuntimeOptions } from '../src/index.js';
import { cases } from './fixture.js';

interface OptionsCase {
  id: string;
  input: { any: { type_url: string; value_base64: string } | null };
  expect: { ok: boolean; options?: Record<string, unknown>; unknown_base64?: string; error_kind?: string };
}

/** Our names in the protocol's spelling, which is the same but for two. */
const named = ({
  unknownFields: _,
  scrubLogs,
  defaultContainerAnnotations,
  ...options
}: RuntimeOptions): object => ({
  ...Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      SPECIAL[key] ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  ),
  default_container_annotations: Object.fromEntries(defaultContainerAnnotations),
  scrub_logs: scrubLogs ?? null,
});

const SPECIAL: Readonly<Record<string, string>> = { gpuVhdPath: 'GPUVHDPath', ncProxyAddr: 'NCProxyAddr' };

test.each(cases<OptionsCase>('runtime-options.jsonl'))('$id', ({ input, expect: expected }) => {
  const message = input.any
    ? { typeUrl: input.any.type_url, value: Buffer.from(input.any.value_base64, 'base64') }
    : undefined;
  if (expected.ok) {
    const options = unmarshalRuntimeOptions(message);
    expect(named(options)).toEqual(expected.options);
    expect(Buffer.from(options.unknownFields).toString('base64')).toBe(expected.unknown_base64);
  } else {
    expect(() => unmarshalRuntimeOptions(message)).toThrow(
      expect.objectContaining({
        code: 'UVM_RUNTIME_OPTIONS',
        data: expect.objectContaining({ problem: expected.error_kind }) as unknown,
      }),
    );
  }
});

const typeUrl = 'containerd.runhcs.v1.Options';

test('no message gives the defaults', () => {
  expect(unmarshalRuntimeOptions(undefined)).toEqual(
    unmarshalRuntimeOptions({ typeUrl, value: new Uint8Array() }),
  );
});

test.each([99, 100, 101])('%d groups inside each other', (depth) => {
  const value = Uint8Array.from([...Array<number>(depth).fill(0xab), 1, ...Array<number>(depth).fill(0xac)]);
  // Field 21 as a group: the tag is two bytes.
  const groups = Uint8Array.from([...value].flatMap((byte) => (byte === 1 ? [] : [byte, 0x01])));
  const read = (): RuntimeOptions => unmarshalRuntimeOptions({ typeUrl, value: groups });
  if (depth <= 100) expect(read().unknownFields).toHaveLength(4 * depth);
  else expect(read).toThrow(expect.objectContaining({ data: { problem: 'malformed', typeUrl } }));
});

test('any bytes give options or a UvmError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
      try {
        expect(unmarshalRuntimeOptions({ typeUrl, value }).unknownFields.length).toBeLessThanOrEqual(
          value.length,
        );
      } catch (error) {
        expect(error).toBeInstanceOf(UvmError);
      }
    }),
    { numRuns: 2000 },
  );
});

test('what is written comes back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.boolean(),
      (text, n, flag) => {
        const writer = new BinaryWriter();
        writer.tag(3, 2).string(text).tag(8, 0).int32(n).tag(20, 0).bool(flag);
        const { registryRoot, vmProcessorCount, scrubLogs } = unmarshalRuntimeOptions({
          typeUrl,
          value: writer.finish(),
        });
        expect([registryRoot, vmProcessorCount, scrubLogs]).toEqual([text, n, flag]);
      },
    ),
  );
});
