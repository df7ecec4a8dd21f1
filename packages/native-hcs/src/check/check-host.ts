import { hostChecks, type HostCheck } from './host-checks.js';
import { inspectHost, type InspectOptions } from './inspect-host.js';

/**
 * Checks whether VMs can run on this machine, and says what to do where they cannot.
 *
 * @returns one check for each thing that VMs need; see `hostChecks`
 * @throws UVM_ABORTED when the caller's signal fires; what is wrong with the machine is a check, no error
 *
 * @example
 * for (const { name, ok, fact, remedy } of await checkHost()) console.log(name, ok ? 'ok' : 'wrong', fact, remedy ?? '');
 */
export const checkHost = async (options: InspectOptions = {}): Promise<readonly HostCheck[]> =>
  hostChecks(await inspectHost(options));
