import { ProcessorTopology, type LogicalProcessor } from '@uvmkit/hcs-schema';
import { UvmError, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { serviceProperty, type ServiceQueries } from './service-property.js';

/** The processors of this machine as the hypervisor counts them, in all processor groups. */
export interface HostProcessors {
  /** At least 1. */
  readonly count: number;
  readonly processors: readonly LogicalProcessor[];
}

/** Ends of a wait are the caller's own, not facts about the machine. */
const isEndOfWait = (error: unknown): boolean =>
  error instanceof UvmError && (error.code === 'UVM_ABORTED' || error.code === 'UVM_TIMEOUT');

/**
 * Asks the compute service: the operating system's own count leaves out processors of other groups, and those that the
 * hypervisor keeps from the root partition.
 *
 * @throws UVM_HOST_PROCESSORS_UNKNOWN with the service's answer as its cause; UVM_TIMEOUT, UVM_ABORTED
 */
export const readHostProcessors = async (
  service: ServiceQueries,
  wait: WaitOptions,
): Promise<HostProcessors> => {
  let topology: ProcessorTopology;
  try {
    topology = await serviceProperty(service, 'ProcessorTopology', ProcessorTopology, wait);
  } catch (cause) {
    if (isEndOfWait(cause)) throw cause;
    throw errors.UVM_HOST_PROCESSORS_UNKNOWN('The query of the processor topology failed.', {}, { cause });
  }
  const { LogicalProcessorCount: count = 0, LogicalProcessors: processors = [] } = topology;
  if (count < 1) throw errors.UVM_HOST_PROCESSORS_UNKNOWN('It counts none.', { count });
  return { count, processors };
};
