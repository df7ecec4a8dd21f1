import { Numa, NumaProcessors, print } from '@uvmkit/hcs-schema';
import { prepareVNumaTopology } from '@uvmkit/numa';
import { differenceBetween } from '../../lib/difference.mjs';
import { integer } from '../../lib/numa-document.mjs';
import { numaErrorText } from '../../lib/numa-error-text.mjs';
import { recordedLogs, typedAs } from '../../lib/recorded-logs.mjs';

const typed = typedAs({
  'max-memory-size-per-numa-node': 'uint64',
  'max-processors-per-numa-node': 'uint32',
});

export const run = ({ input, expect }) => {
  if (expect.panic)
    return panics(() => prepareVNumaTopology(undefined, { osBuild: input.build, compat: 'hcsshim' }));

  const { logs, logger } = recordedLogs(input.log_level, typed);
  const { numa, processors, problems } = prepareVNumaTopology(
    {
      maxProcessorsPerNode: input.max_processors_per_numa_node,
      maxMemorySizePerNodeMib: integer(input.max_memory_size_per_numa_node),
      preferredPhysicalNodes: input.preferred_physical_numa_nodes?.map(integer),
      mappedPhysicalNodes: input.numa_mapped_physical_nodes ?? undefined,
      processorCounts: input.numa_processor_counts ?? undefined,
      memoryBlockCounts: input.numa_memory_blocks_counts?.map(integer),
    },
    { osBuild: input.build, logger, compat: 'hcsshim' },
  );
  return differenceBetween(
    {
      numa_json: numa ? print(numa, { as: Numa, compat: 'hcsshim' }) : null,
      numa_processors_json: processors ? print(processors, { as: NumaProcessors, compat: 'hcsshim' }) : null,
      error: problems.length > 0 ? numaErrorText(problems[0]) : null,
      logs,
    },
    expect,
  );
};

/** Where the reference dereferences a nil pointer, a caller without types gets a TypeError. */
const panics = (call) => {
  try {
    call();
    return 'returned instead of throwing';
  } catch (error) {
    return error instanceof TypeError ? undefined : `threw ${error}`;
  }
};
