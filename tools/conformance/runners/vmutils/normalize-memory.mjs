import { normalizeMemorySize } from '@uvmkit/vmutils';
import { differenceBetween } from '../../lib/difference.mjs';
import { recordedLogs, typedAs } from '../../lib/recorded-logs.mjs';

export const run = ({ input, expect }) => {
  const { logs, logger } = recordedLogs(
    input.log_level,
    typedAs({ requested: 'uint64', assigned: 'uint64' }),
  );
  const result = normalizeMemorySize(BigInt(input.requested), {
    vmId: input.uvm_id,
    logger,
    compat: 'hcsshim',
  });
  return differenceBetween({ result: String(result), logs }, expect);
};
