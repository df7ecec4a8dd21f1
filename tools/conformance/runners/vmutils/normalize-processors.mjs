import { normalizeProcessorCount } from '@uvmkit/vmutils';
import { differenceBetween } from '../../lib/difference.mjs';
import { recordedLogs, typedAs } from '../../lib/recorded-logs.mjs';

export const run = ({ input, expect }) => {
  if (expect.panic) return refuses(input);
  const { logs, logger } = recordedLogs(input.log_level, typedAs({ requested: 'int32', assigned: 'int32' }));
  const result = normalizeProcessorCount(input.requested, input.logical_processor_count, {
    vmId: input.uvm_id,
    logger,
    compat: 'hcsshim',
  });
  return differenceBetween({ result, logs }, expect);
};

/** Where the reference dereferences a nil pointer, a caller who has no host count is refused. */
const refuses = ({ requested }) => {
  try {
    normalizeProcessorCount(requested, undefined, { compat: 'hcsshim' });
    return 'returned instead of throwing';
  } catch (error) {
    return error.code === 'UVM_PROCESSOR_COUNT' ? undefined : `threw ${error}`;
  }
};
