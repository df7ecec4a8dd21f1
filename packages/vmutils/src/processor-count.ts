import { LOG_FIELDS } from './constants.js';
import { errors } from './errors.js';
import { silentLogger } from './logger.js';
import type { NormalizeOptions } from './memory-size.js';

/**
 * The number of processors that a VM gets for a requested one: no more than the host has. A change is logged as a warning.
 *
 * @param hostProcessors logical processors as the compute service reports them; not those of the calling process, which may
 *   see only its own processor group. 0 means unknown and changes nothing.
 *   With `compat: 'hcsshim'` it is read as a signed 32-bit number, and 0 is a limit like any other.
 * @throws UVM_PROCESSOR_COUNT if either is no whole number
 */
export const normalizeProcessorCount = (
  requested: number,
  hostProcessors: number,
  { vmId = '', logger = silentLogger, compat }: NormalizeOptions = {},
): number => {
  for (const count of [requested, hostProcessors]) {
    if (!Number.isInteger(count)) throw errors.UVM_PROCESSOR_COUNT(`It is ${count}.`, { count });
  }
  const limit = compat === 'hcsshim' ? hostProcessors | 0 : hostProcessors > 0 ? hostProcessors : Infinity;
  if (requested <= limit) return requested;
  logger.warn('Changing user requested CPUCount to current number of processors', {
    [LOG_FIELDS.vmId]: vmId,
    requested,
    assigned: limit,
  });
  return limit;
};

/**
 * Processors of a VM if nothing else is said: two, or one on a machine that has only one.
 *
 * @param processors logical processors that the calling process sees
 */
export const defaultProcessorCount = (processors: number): number => (processors === 1 ? 1 : 2);
