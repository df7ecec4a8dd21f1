import { Numa, NumaProcessors, print, type Integer64, type NumaSetting } from '@uvmkit/hcs-schema';
import { OS_BUILDS, silentLogger, type Logger, type OsBuild, type UvmError } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { vnumaProblems, type Compat } from './validate-vnuma.js';

/** What a user can ask for. A limit on processors leaves the layout to HCS; the three lists lay it out by hand. */
export interface VNumaOptions {
  /** Most processors in one virtual node; 0 or undefined for no such layout. */
  readonly maxProcessorsPerNode?: number | undefined;
  /** Most memory in one virtual node, in MiB. */
  readonly maxMemorySizePerNodeMib?: Integer64 | undefined;
  readonly preferredPhysicalNodes?: readonly Integer64[] | undefined;
  /** For each virtual node its host node, or 255 for any. */
  readonly mappedPhysicalNodes?: readonly number[] | undefined;
  readonly processorCounts?: readonly number[] | undefined;
  /** For each virtual node its memory in blocks of 1 MiB. */
  readonly memoryBlockCounts?: readonly Integer64[] | undefined;
}

export interface PrepareVNumaOptions {
  /** Build of the Windows that will run the VM. */
  readonly osBuild: OsBuild;
  readonly logger?: Logger | undefined;
  readonly compat?: Compat;
}

export interface PreparedVNuma {
  /** Undefined if the options ask for no virtual NUMA, or if no document could be made of them. */
  readonly numa: Numa | undefined;
  readonly processors: NumaProcessors | undefined;
  /** Empty if all is well. A document that fails its own checks is returned beside its problems. */
  readonly problems: readonly UvmError[];
}

/**
 * Makes the virtual NUMA part of a compute-system document.
 *
 * Options that look like half of a layout are reported as warnings, since the VM will simply have none.
 */
export const prepareVNumaTopology = (
  options: VNumaOptions,
  { osBuild, logger = silentLogger, compat }: PrepareVNumaOptions,
): PreparedVNuma => {
  const { maxProcessorsPerNode = 0, mappedPhysicalNodes = [] } = options;
  if (maxProcessorsPerNode === 0 && mappedPhysicalNodes.length === 0) {
    warnOfHalfLayouts(options, logger);
    return { numa: undefined, processors: undefined, problems: [] };
  }
  if (osBuild < OS_BUILDS.V25H1Server) {
    return failed(errors.UVM_NUMA_UNSUPPORTED_BUILD(`It is build ${osBuild}.`, { osBuild }));
  }
  return maxProcessorsPerNode > 0 ? laidOutByHcs(options, logger) : laidOutByHand(options, logger, compat);
};

const failed = (problem: UvmError): PreparedVNuma => ({
  numa: undefined,
  processors: undefined,
  problems: [problem],
});

const warnOfHalfLayouts = (options: VNumaOptions, logger: Logger): void => {
  const { maxProcessorsPerNode = 0, maxMemorySizePerNodeMib = 0, preferredPhysicalNodes } = options;
  const { mappedPhysicalNodes, processorCounts, memoryBlockCounts } = options;
  if (BigInt(maxMemorySizePerNodeMib) > 0n || isFilled(preferredPhysicalNodes)) {
    logger.warn('potentially incomplete implicit vNUMA topology', {
      'max-processors-per-numa-node': maxProcessorsPerNode,
      'max-memory-size-per-numa-node': maxMemorySizePerNodeMib,
      'preferred-physical-numa-nodes': listText(preferredPhysicalNodes),
    });
  }
  if (isFilled(processorCounts) || isFilled(memoryBlockCounts)) {
    logger.warn('potentially incomplete explicit vNUMA topology', {
      'numa-mapped-physical-nodes': listText(mappedPhysicalNodes),
      'numa-processor-counts': listText(processorCounts),
      'numa-memory-block-counts': listText(memoryBlockCounts),
    });
  }
};

const isFilled = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

/** A list as JSON with all digits of its numbers. */
const listText = (list: readonly Integer64[] | undefined): string => (list ? `[${list.join(',')}]` : 'null');

const preferredNodes = ({ preferredPhysicalNodes }: VNumaOptions): Pick<Numa, 'PreferredPhysicalNodes'> =>
  preferredPhysicalNodes && preferredPhysicalNodes.length > 0
    ? { PreferredPhysicalNodes: preferredPhysicalNodes }
    : {};

const laidOutByHcs = (options: VNumaOptions, logger: Logger): PreparedVNuma => {
  const { maxProcessorsPerNode = 0, maxMemorySizePerNodeMib = 0 } = options;
  if (BigInt(maxMemorySizePerNodeMib) === 0n)
    return failed(errors.UVM_NUMA_NO_MAX_SIZE('', { maxProcessorsPerNode }));

  const numa: Numa = { ...preferredNodes(options), MaxSizePerNode: maxMemorySizePerNodeMib };
  const processors: NumaProcessors = { count_per_node: { max: maxProcessorsPerNode } };
  if (logger.isDebugEnabled?.() ?? true) {
    logger.debug('created implicit NUMA topology', {
      numa: print(numa, { as: Numa, compat: 'hcsshim' }),
      'numa-processors': print(processors, { as: NumaProcessors, compat: 'hcsshim' }),
    });
  }
  return { numa, processors, problems: [] };
};

const laidOutByHand = (options: VNumaOptions, logger: Logger, compat: Compat): PreparedVNuma => {
  const { mappedPhysicalNodes = [], processorCounts = [], memoryBlockCounts = [] } = options;
  const nodes = mappedPhysicalNodes.length;
  if (processorCounts.length !== nodes || memoryBlockCounts.length !== nodes) {
    const lengths = {
      hostNodes: nodes,
      processorCounts: processorCounts.length,
      memoryBlockCounts: memoryBlockCounts.length,
    };
    return failed(
      errors.UVM_NUMA_LIST_LENGTHS(`They have ${Object.values(lengths).join(', ')} entries.`, lengths),
    );
  }
  const numa: Numa = {
    // The field is 8 bits wide, and the reference lets larger counts wrap.
    VirtualNodeCount: compat === 'hcsshim' ? nodes & 0xff : nodes,
    ...preferredNodes(options),
    Settings: mappedPhysicalNodes.map((hostNode, node): NumaSetting => ({
      VirtualNodeNumber: node,
      PhysicalNodeNumber: hostNode,
      VirtualSocketNumber: node,
      CountOfProcessors: processorCounts[node] ?? 0,
      CountOfMemoryBlocks: memoryBlockCounts[node] ?? 0,
      MemoryBackingType: 'Physical',
    })),
  };
  if (logger.isDebugEnabled?.() ?? true) {
    logger.debug('created explicit NUMA topology', { numa: print(numa, { as: Numa, compat: 'hcsshim' }) });
  }
  return { numa, processors: undefined, problems: vnumaProblems(numa, { compat }) };
};
