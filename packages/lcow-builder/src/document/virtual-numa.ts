import type { Numa, NumaProcessors } from '@uvmkit/hcs-schema';
import { prepareVNumaTopology, validateNumaForVM, type VmSize } from '@uvmkit/numa';
import type { UvmError } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import { wrap64 } from '../options/integer64.js';
import type { UvmOptions } from '../options/uvm-options.js';
import type { Compat, Problem } from '../problems/problem.js';

/** Virtual NUMA as the document says it. */
export interface VirtualNuma {
  readonly numa: Numa;
  readonly processors: NumaProcessors | undefined;
}

/** The virtual nodes that the options ask for, and what is wrong with them. Neither when they ask for none. */
export interface VirtualNumaResult {
  readonly virtualNuma: VirtualNuma | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Lays virtual nodes out and holds them against the VM.
 *
 * @param vm its processors, at most the host's, and its memory as rounded
 */
export const virtualNumaOf = (
  options: UvmOptions,
  vm: VmSize,
  { osBuild }: Pick<BuilderHost, 'osBuild'>,
  compat: Compat | undefined,
): VirtualNumaResult => {
  const { maxProcessorsPerNumaNode, numaMappedPhysicalNodes } = options;
  if (maxProcessorsPerNumaNode === 0 && numaMappedPhysicalNodes.length === 0)
    return { virtualNuma: undefined, problems: [] };

  const mode = compat === undefined ? {} : { compat };
  const { numa, processors, problems } = prepareVNumaTopology(requested(options), { osBuild, ...mode });
  if (numa === undefined) return { virtualNuma: undefined, problems: problems.map(asProblem) };
  const misfits = validateNumaForVM(numa, vm, mode);
  return {
    virtualNuma: { numa, processors },
    problems: [
      ...problems.map(asProblem),
      ...(options.allowOvercommit ? [overcommitProblem] : []),
      ...misfits.map(asProblem).map(asMisfit),
    ],
  };
};

const requested = (options: UvmOptions) => ({
  maxProcessorsPerNode: options.maxProcessorsPerNumaNode,
  maxMemorySizePerNodeMib: wrap64(options.maxMemorySizePerNumaNode),
  preferredPhysicalNodes: options.preferredPhysicalNumaNodes,
  mappedPhysicalNodes: options.numaMappedPhysicalNodes,
  processorCounts: options.numaProcessorCounts,
  memoryBlockCounts: options.numaMemoryBlocksCounts.map(wrap64),
});

const overcommitProblem: Problem = {
  path: 'allowOvercommit',
  rule: 'numa-overcommit',
  value: true,
  message: 'Virtual NUMA needs pinned memory.',
  remedy: 'Turn allowOvercommit off, or ask for no virtual NUMA.',
  reference: 'vNUMA supports only Physical memory backing type',
};

const asMisfit = (problem: Problem): Problem => ({
  ...problem,
  reference: `failed to validate vNUMA settings: ${problem.reference}`,
});

type Facts = UvmError['data'];

/** For each code of @uvmkit/numa: the option that it is about, and the reference's words. */
const known: Readonly<Record<string, readonly [path: string, reference: (facts: Facts) => string]>> = {
  UVM_NUMA_UNSUPPORTED_BUILD: [
    'numaMappedPhysicalNodes',
    ({ osBuild }) => `vNUMA topology is not supported on ${osBuild} version of Windows`,
  ],
  UVM_NUMA_NO_MAX_SIZE: [
    'maxMemorySizePerNumaNode',
    () => 'max size per node must be set when max processors per numa node is set',
  ],
  UVM_NUMA_LIST_LENGTHS: [
    'numaProcessorCounts',
    () => 'mismatch in number of physical numa nodes and the corresponding processor and memory blocks count',
  ],
  UVM_NUMA_VIRTUAL_NODE: [
    'numaMappedPhysicalNodes',
    ({ virtualNode }) => `vNUMA virtual node number ${virtualNode} exceeds maximum allowed value 64`,
  ],
  UVM_NUMA_PHYSICAL_NODE: [
    'numaMappedPhysicalNodes',
    ({ hostNode }) => `vNUMA physical node number ${hostNode} exceeds maximum allowed value 64`,
  ],
  UVM_NUMA_MIXED_WILDCARD: [
    'numaMappedPhysicalNodes',
    ({ hostNode }) =>
      `vNUMA has a mix of wildcard (255) and non-wildcard (${hostNode}) physical node numbers`,
  ],
  UVM_NUMA_NODE_WITHOUT_MEMORY: [
    'numaMemoryBlocksCounts',
    () => 'vNUMA nodes with no memory are not allowed',
  ],
  UVM_NUMA_PARTIAL: ['numaProcessorCounts', () => 'partial resource allocation is not allowed'],
  UVM_NUMA_PROCESSOR_TOTAL: [
    'processorCount',
    ({ nodes, vm }) => `vNUMA total processor count ${nodes} does not match UVM processor count ${vm}`,
  ],
  UVM_NUMA_MEMORY_TOTAL: [
    'memorySizeInMB',
    ({ nodes, vm }) => `vNUMA total memory ${nodes} does not match UVM memory ${vm}`,
  ],
};

const asProblem = ({ code, message, remedy, data }: UvmError): Problem => {
  const [path, reference] = known[code] ?? ['numaMappedPhysicalNodes', () => message];
  return {
    path,
    rule: code.slice('UVM_'.length).toLowerCase().replaceAll('_', '-'),
    value: data,
    message,
    remedy,
    reference: reference(data),
  };
};
