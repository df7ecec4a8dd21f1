import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Integer64, Numa } from '@uvmkit/hcs-schema';
import type { UvmError } from '@uvmkit/vmutils';

/** Recorded cases: one JSON object a line. */
export const cases = <Case>(file: string): Case[] =>
  readFileSync(join(__dirname, 'fixtures', file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

export interface NumaInput {
  virtual_node_count?: number;
  max_size_per_node?: string;
  settings:
    | {
        virtual_node_number: number;
        physical_node_number: number;
        virtual_socket_number: number;
        count_of_processors: number;
        count_of_memory_blocks: string;
      }[]
    | null;
}

export const integer = (text: string): Integer64 => {
  const value = BigInt(text === '' ? 0 : text);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
};

export const numaOf = ({ settings }: NumaInput): Numa => ({
  Settings: (settings ?? []).map((setting) => ({
    VirtualNodeNumber: setting.virtual_node_number,
    PhysicalNodeNumber: setting.physical_node_number,
    VirtualSocketNumber: setting.virtual_socket_number,
    CountOfProcessors: setting.count_of_processors,
    CountOfMemoryBlocks: integer(setting.count_of_memory_blocks),
  })),
});

/** What a recorded message is in our terms: the code, and the numbers that the message shows. */
export const problemOf = (message: string | null): string | undefined => {
  if (message === null) return undefined;
  const found = MESSAGES.find(([pattern]) => pattern.test(message));
  if (!found) throw new Error(`unknown message: ${message}`);
  return [found[1], ...(found[0].exec(message) ?? []).slice(1)].join(' ');
};

export const shown = (problem: UvmError | undefined): string | undefined => {
  if (!problem) return undefined;
  const members = SHOWN[problem.code] ?? [];
  return [problem.code, ...members.map((name) => String(problem.data[name]))].join(' ');
};

const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/^vNUMA topology is not supported on (\d+) version/, 'UVM_NUMA_UNSUPPORTED_BUILD'],
  [/^max size per node must be set/, 'UVM_NUMA_NO_MAX_SIZE'],
  [/^mismatch in number of physical numa nodes/, 'UVM_NUMA_LIST_LENGTHS'],
  [/^vNUMA virtual node number (\d+) exceeds/, 'UVM_NUMA_VIRTUAL_NODE'],
  [/^vNUMA physical node number (\d+) exceeds/, 'UVM_NUMA_PHYSICAL_NODE'],
  [/^vNUMA has a mix of wildcard \(255\) and non-wildcard \((\d+)\)/, 'UVM_NUMA_MIXED_WILDCARD'],
  [/^vNUMA nodes with no memory/, 'UVM_NUMA_NODE_WITHOUT_MEMORY'],
  [/^vNUMA virtual node number (\d+) is duplicated/, 'UVM_NUMA_DUPLICATE_NODE'],
  [/^partial resource allocation/, 'UVM_NUMA_PARTIAL'],
  [/^completely empty topology/, 'UVM_NUMA_EMPTY'],
  [
    /^vNUMA total processor count (\d+) does not match UVM processor count (-?\d+)/,
    'UVM_NUMA_PROCESSOR_TOTAL',
  ],
  [/^vNUMA total memory (\d+) does not match UVM memory (\d+)/, 'UVM_NUMA_MEMORY_TOTAL'],
];

const SHOWN: Readonly<Record<string, readonly string[]>> = {
  UVM_NUMA_UNSUPPORTED_BUILD: ['osBuild'],
  UVM_NUMA_VIRTUAL_NODE: ['virtualNode'],
  UVM_NUMA_PHYSICAL_NODE: ['hostNode'],
  UVM_NUMA_MIXED_WILDCARD: ['hostNode'],
  UVM_NUMA_DUPLICATE_NODE: ['virtualNode'],
  UVM_NUMA_PROCESSOR_TOTAL: ['nodes', 'vm'],
  UVM_NUMA_MEMORY_TOTAL: ['nodes', 'vm'],
};
