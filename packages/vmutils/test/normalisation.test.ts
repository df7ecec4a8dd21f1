import { defaultProcessorCount, normalizeMemorySize, normalizeProcessorCount } from '../src/index.js';
import { cases, plain, recorder, type RecordedLog } from './fixture.js';

interface Input {
  log_level: string;
  uvm_id: string;
}

test.each(
  cases<{
    id: string;
    input: Input & { requested: string };
    expect: { result: string; logs: RecordedLog[] };
  }>('normalize-memory.jsonl'),
)('$id', ({ input, expect: expected }) => {
  const { logs, logger } = recorder(input.log_level);
  const options = { vmId: input.uvm_id, logger, compat: 'hcsshim' } as const;
  expect(String(normalizeMemorySize(BigInt(input.requested), options))).toBe(expected.result);
  expect(logs).toEqual(expected.logs.map(plain));
});

test.each(
  cases<{
    id: string;
    input: Input & { requested: number; logical_processor_count: number };
    expect: { result: number; logs: RecordedLog[] };
  }>('normalize-processors.jsonl'),
)('$id', ({ input, expect: expected }) => {
  const { logs, logger } = recorder(input.log_level);
  const options = { vmId: input.uvm_id, logger, compat: 'hcsshim' } as const;
  expect(normalizeProcessorCount(input.requested, input.logical_processor_count, options)).toBe(
    expected.result,
  );
  expect(logs).toEqual(expected.logs.map(plain));
});

test('memory keeps the type it came in', () => {
  expect(normalizeMemorySize(1023)).toBe(1024);
  expect(normalizeMemorySize(1023n)).toBe(1024n);
});

test.each([-1, 1.5, NaN, 2 ** 53, -1n, 2n ** 64n, 2n ** 64n - 1n])('memory of %p MiB is refused', (size) => {
  expect(() => normalizeMemorySize(size)).toThrow(expect.objectContaining({ code: 'UVM_MEMORY_SIZE' }));
});

test('the largest memory size is 2^64 - 2', () => {
  expect(normalizeMemorySize(2n ** 64n - 2n)).toBe(2n ** 64n - 2n);
  expect(normalizeMemorySize(2n ** 64n - 3n)).toBe(2n ** 64n - 2n);
});

test('by default an unknown or huge host count does not cut a request', () => {
  expect(normalizeProcessorCount(4, 0)).toBe(4);
  expect(normalizeProcessorCount(4, 2 ** 31)).toBe(4);
  expect(normalizeProcessorCount(4, 2)).toBe(2);
});

test.each([
  [NaN, 1],
  [1, 1.5],
])('counts %p and %p are refused', (requested, host) => {
  expect(() => normalizeProcessorCount(requested, host)).toThrow(
    expect.objectContaining({ code: 'UVM_PROCESSOR_COUNT' }),
  );
});

test('two processors by default, one where there is one', () => {
  expect([1, 2, 3, 128].map(defaultProcessorCount)).toEqual([1, 2, 2, 2]);
});
