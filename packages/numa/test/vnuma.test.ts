import { Numa, NumaProcessors, print } from '@uvmkit/hcs-schema';
import type { Logger } from '@uvmkit/vmutils';
import { prepareVNumaTopology, validateNumaForVM, vnumaProblems, type VNumaOptions } from '../src/index.js';
import { cases, integer, numaOf, problemOf, shown, type NumaInput } from './fixture.js';

interface PrepareCase {
  id: string;
  input: {
    build: number;
    log_level: string;
    max_processors_per_numa_node: number;
    max_memory_size_per_numa_node: string;
    preferred_physical_numa_nodes: number[] | null;
    numa_mapped_physical_nodes: number[] | null;
    numa_processor_counts: number[] | null;
    numa_memory_blocks_counts: string[] | null;
  };
  expect: {
    numa_json: string | null;
    numa_processors_json: string | null;
    error: string | null;
    logs: { level: string; message: string; fields: Record<string, { v: string }> }[];
  };
}

const LEVELS = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'];

const recorder = (threshold: string): { logs: unknown[]; logger: Logger } => {
  const logs: unknown[] = [];
  const at =
    (level: string) =>
    (message: string, fields: object = {}) => {
      if (LEVELS.indexOf(level) > LEVELS.indexOf(threshold)) return;
      logs.push([
        level,
        message,
        Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)])),
      ]);
    };
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warning'),
    error: at('error'),
    child: () => logger,
  };
  return { logs, logger };
};

describe('as the reference does', () => {
  const compat = 'hcsshim';

  test.each(cases<PrepareCase>('numa-prepare.jsonl'))('$id', ({ input, expect: expected }) => {
    const { logs, logger } = recorder(input.log_level);
    const options: VNumaOptions = {
      maxProcessorsPerNode: input.max_processors_per_numa_node,
      maxMemorySizePerNodeMib: integer(input.max_memory_size_per_numa_node),
      preferredPhysicalNodes: input.preferred_physical_numa_nodes ?? undefined,
      mappedPhysicalNodes: input.numa_mapped_physical_nodes ?? undefined,
      processorCounts: input.numa_processor_counts ?? undefined,
      memoryBlockCounts: input.numa_memory_blocks_counts?.map(integer),
    };
    const { numa, processors, problems } = prepareVNumaTopology(options, {
      osBuild: input.build,
      logger,
      compat,
    });
    expect(numa ? print(numa, { as: Numa, compat }) : null).toBe(expected.numa_json);
    expect(processors ? print(processors, { as: NumaProcessors, compat }) : null).toBe(
      expected.numa_processors_json,
    );
    expect(shown(problems[0])).toBe(problemOf(expected.error));
    expect(logs).toEqual(
      expected.logs.map(({ level, message, fields }) => [
        level,
        message,
        Object.fromEntries(Object.entries(fields).map(([key, { v }]) => [key, v])),
      ]),
    );
  });

  test.each(
    cases<{ id: string; input: NumaInput; expect: { error: string | null } }>('numa-validate-doc.jsonl'),
  )('$id', ({ input, expect: expected }) => {
    expect(vnumaProblems(numaOf(input), { compat }).map(shown)).toEqual(
      [problemOf(expected.error)].filter((problem) => problem !== undefined),
    );
  });

  test.each(
    cases<{
      id: string;
      input: { numa: NumaInput; proc_count: number; mem_in_mb: string };
      expect: { error: string | null };
    }>('numa-validate-for-vm.jsonl'),
  )('$id', ({ input, expect: expected }) => {
    const size = { processorCount: input.proc_count, memorySizeMib: integer(input.mem_in_mb) };
    expect(validateNumaForVM(numaOf(input.numa), size, { compat }).map(shown)).toEqual(
      [problemOf(expected.error)].filter((problem) => problem !== undefined),
    );
  });
});

describe('by default', () => {
  const node = (
    VirtualNodeNumber: number,
    PhysicalNodeNumber = 0,
    CountOfProcessors = 1,
  ): Numa['Settings'] => [
    { VirtualNodeNumber, PhysicalNodeNumber, CountOfProcessors, CountOfMemoryBlocks: 1 },
  ];
  const codes = (numa: Numa): string[] => vnumaProblems(numa).map(({ code }) => code);

  test('all problems come at once', () => {
    expect(
      codes({ Settings: [...(node(0) ?? []), ...(node(0, 64) ?? []), ...(node(99, 255) ?? [])] }),
    ).toEqual([
      'UVM_NUMA_PHYSICAL_NODE',
      'UVM_NUMA_DUPLICATE_NODE',
      'UVM_NUMA_VIRTUAL_NODE',
      'UVM_NUMA_MIXED_WILDCARD',
    ]);
  });

  test.each([
    [63, []],
    [64, ['UVM_NUMA_VIRTUAL_NODE']],
    [65, ['UVM_NUMA_VIRTUAL_NODE']],
  ])('virtual node %d', (number, problems) => expect(codes({ Settings: node(number) })).toEqual(problems));

  test('sums do not wrap', () => {
    const Settings = [0, 1].map((VirtualNodeNumber) => ({
      VirtualNodeNumber,
      CountOfProcessors: 2 ** 31,
      CountOfMemoryBlocks: 2n ** 63n,
    }));
    expect(codes({ Settings })).toEqual([]);
    expect(vnumaProblems({ Settings }, { compat: 'hcsshim' })).toEqual([]);
    const size = { processorCount: 0, memorySizeMib: 0 };
    expect(validateNumaForVM({ Settings }, size).map(({ code }) => code)).toEqual([
      'UVM_NUMA_PROCESSOR_TOTAL',
      'UVM_NUMA_MEMORY_TOTAL',
    ]);
    expect(validateNumaForVM({ Settings }, size, { compat: 'hcsshim' })).toEqual([]);
  });

  test('a count of nodes beyond 255 is kept', () => {
    const many = <T>(value: T): T[] => Array.from({ length: 256 }, () => value);
    const options = { mappedPhysicalNodes: many(0), processorCounts: many(1), memoryBlockCounts: many(1) };
    expect(prepareVNumaTopology(options, { osBuild: 26100 }).numa?.VirtualNodeCount).toBe(256);
    expect(prepareVNumaTopology(options, { osBuild: 26100, compat: 'hcsshim' }).numa?.VirtualNodeCount).toBe(
      0,
    );
  });
});
