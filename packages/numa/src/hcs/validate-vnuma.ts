import type { Integer64, Numa, NumaSetting } from '@uvmkit/hcs-schema';
import { ANY_NUMA_NODE, MAX_NUMA_NODES, type UvmError } from '@uvmkit/vmutils';
import { errors } from '../errors.js';

/** `hcsshim` reproduces the reference bit for bit; without it sums do not wrap and limits hold as they are documented. */
export type Compat = 'hcsshim' | undefined;

export interface CompatOption {
  readonly compat?: Compat;
}

/** What a VM has in all. */
export interface VmSize {
  readonly processorCount: number;
  /** MiB */
  readonly memorySizeMib: Integer64;
}

/**
 * What is wrong with the settings of virtual nodes. With `compat: 'hcsshim'` it is at most one problem, the one that the
 * reference reports.
 */
export const vnumaProblems = (
  { Settings = [] }: Numa,
  { compat }: CompatOption = {},
): readonly UvmError[] => {
  const problems = Array.from(settingsProblems(Settings, compat));
  return compat === 'hcsshim' ? problems.slice(0, 1) : problems;
};

function* settingsProblems(settings: readonly NumaSetting[], compat: Compat): Generator<UvmError> {
  const seen = new Set<number>();
  const wildcard = hostNodeOf(settings[0]) === ANY_NUMA_NODE;
  for (const setting of settings) {
    yield* nodeProblems(setting, wildcard, compat);
    const virtualNode = setting.VirtualNodeNumber ?? 0;
    if (seen.has(virtualNode)) yield errors.UVM_NUMA_DUPLICATE_NODE(`It is ${virtualNode}.`, { virtualNode });
    seen.add(virtualNode);
  }
  if (settings.length > 0) yield* totalProblems(settings, wildcard, compat);
}

function* nodeProblems(setting: NumaSetting, wildcard: boolean, compat: Compat): Generator<UvmError> {
  const virtualNode = setting.VirtualNodeNumber ?? 0;
  const hostNode = hostNodeOf(setting);
  // The reference lets the number 64 pass for virtual nodes, though not for host nodes.
  if (virtualNode > (compat === 'hcsshim' ? MAX_NUMA_NODES : MAX_NUMA_NODES - 1)) {
    yield errors.UVM_NUMA_VIRTUAL_NODE(`It is ${virtualNode}.`, { virtualNode });
  }
  if (hostNode >= MAX_NUMA_NODES && hostNode !== ANY_NUMA_NODE) {
    yield errors.UVM_NUMA_PHYSICAL_NODE(`It is ${hostNode}.`, { virtualNode, hostNode });
  }
  if ((hostNode === ANY_NUMA_NODE) !== wildcard) {
    yield errors.UVM_NUMA_MIXED_WILDCARD(`Virtual node ${virtualNode} is unlike the first.`, {
      virtualNode,
      hostNode,
    });
  }
  if (BigInt(setting.CountOfMemoryBlocks ?? 0) === 0n) {
    yield errors.UVM_NUMA_NODE_WITHOUT_MEMORY(`It is node ${virtualNode}.`, { virtualNode });
  }
}

function* totalProblems(
  settings: readonly NumaSetting[],
  wildcard: boolean,
  compat: Compat,
): Generator<UvmError> {
  const { processors, memory } = vnumaTotals(settings, compat);
  if ((processors === 0n) !== (memory === 0n)) {
    yield errors.UVM_NUMA_PARTIAL('', { processors, memory });
  } else if (processors === 0n && wildcard) {
    yield errors.UVM_NUMA_EMPTY();
  }
}

const hostNodeOf = (setting: NumaSetting | undefined): number => setting?.PhysicalNodeNumber ?? 0;

/** Sums over the nodes; in the reference's manner modulo 2^32 and 2^64. */
const vnumaTotals = (
  settings: readonly NumaSetting[],
  compat: Compat,
): { readonly processors: bigint; readonly memory: bigint } => {
  const processors = settings.reduce((sum, { CountOfProcessors = 0 }) => sum + BigInt(CountOfProcessors), 0n);
  const memory = settings.reduce((sum, { CountOfMemoryBlocks = 0 }) => sum + BigInt(CountOfMemoryBlocks), 0n);
  return compat === 'hcsshim'
    ? { processors: BigInt.asUintN(32, processors), memory: BigInt.asUintN(64, memory) }
    : { processors, memory };
};

/**
 * Whether virtual nodes fit a VM: processors and memory add up to those of the VM. Nodes without either leave it to HCS.
 *
 * @returns the processor problem before the memory problem; with `compat: 'hcsshim'` at most one of them
 */
export const validateNumaForVM = (
  { Settings = [] }: Numa,
  { processorCount, memorySizeMib }: VmSize,
  { compat }: CompatOption = {},
): readonly UvmError[] => {
  const { processors, memory } = vnumaTotals(Settings, compat);
  const problems: UvmError[] = [];
  if (processors !== 0n && processors !== BigInt(processorCount)) {
    problems.push(
      errors.UVM_NUMA_PROCESSOR_TOTAL(`They are ${processors} and ${processorCount}.`, {
        nodes: processors,
        vm: processorCount,
      }),
    );
  }
  if (memory !== 0n && memory !== BigInt(memorySizeMib)) {
    problems.push(
      errors.UVM_NUMA_MEMORY_TOTAL(`They are ${memory} and ${memorySizeMib} MiB.`, {
        nodes: memory,
        vm: memorySizeMib,
      }),
    );
  }
  return compat === 'hcsshim' ? problems.slice(0, 1) : problems;
};
