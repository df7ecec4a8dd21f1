import { LOG_FIELDS } from './constants.js';
import { errors } from './errors.js';
import { silentLogger, type Logger } from './logger.js';

export interface NormalizeOptions {
  /** Goes into the warning. */
  readonly vmId?: string;
  readonly logger?: Logger;
  /** Reproduces the reference where it wraps around. */
  readonly compat?: 'hcsshim' | undefined;
}

const UINT64_MAX = 2n ** 64n - 1n;

/**
 * The memory size that a VM gets for a requested one, in MiB: HCS takes even sizes only, so that an odd one is rounded up.
 * A change is logged as a warning.
 *
 * @param requested MiB, 0 to 2^64 − 1; a `bigint` beyond 2^53 − 1. The result has the same form.
 * @throws UVM_MEMORY_SIZE for what is no such number, and for 2^64 − 1, which `compat: 'hcsshim'` turns into 0
 */
export const normalizeMemorySize = <Size extends number | bigint>(
  requested: Size,
  { vmId = '', logger = silentLogger, compat }: NormalizeOptions = {},
): Size => {
  const isWhole = typeof requested === 'bigint' || Number.isSafeInteger(requested);
  if (!isWhole || requested < 0 || requested > UINT64_MAX) {
    throw errors.UVM_MEMORY_SIZE(`It is ${requested} MiB.`, { requested });
  }
  const exact = BigInt(requested);
  if (exact % 2n === 0n) return requested;
  if (exact === UINT64_MAX && compat !== 'hcsshim')
    throw errors.UVM_MEMORY_SIZE(`It is ${requested} MiB.`, { requested });

  const rounded = BigInt.asUintN(64, exact + 1n);
  const assigned = (typeof requested === 'bigint' ? rounded : Number(rounded)) as Size;
  logger.warn('Changing user requested MemorySizeInMB to align to 2MB', {
    [LOG_FIELDS.vmId]: vmId,
    requested,
    assigned,
  });
  return assigned;
};
