import { silentLogger, type Logger, type OsVersion, type WaitOptions } from '@uvmkit/vmutils';
import type { LibraryPaths } from '../calls/libraries.js';
import { deadlines } from '../host/deadlines.js';
import { Service } from '../host/service.js';
import { runtimeOf } from '../operations/runtime.js';
import { createCpuGroups, type CpuGroups } from './cpu-groups.js';
import { createFileAccess, type FileAccess } from './file-access.js';
import { readMachineArchitecture, type MachineArchitecture } from './machine-architecture.js';
import { findMemoryProcess } from './memory-process.js';
import { createHostNetwork, type HostNetwork } from './network/host-network.js';
import { readOsVersion } from './os-version.js';
import type { ProcessMemory, ProcessTable } from './process-table.js';
import { readHostProcessors, type HostProcessors } from './processor-topology.js';
import { windowsProcesses } from './windows-processes.js';

export interface HostFactsOptions {
  /** Libraries to load in place of Windows' own. Needed on other systems, where there are none. */
  readonly libraries?: LibraryPaths | undefined;
  readonly logger?: Logger | undefined;
  /** In place of Windows' process list: for tests, and for hosts that name the processes otherwise. */
  readonly processTable?: ProcessTable | undefined;
}

/**
 * What VMs need to know of this Windows, and what they need of it beside the compute service's own calls.
 *
 * Waits end after a minute if nothing else is said. Everything rejects with UVM_UNSUPPORTED_PLATFORM where there is no
 * Windows.
 */
export interface HostFacts {
  /** @throws UVM_NATIVE_CALL_FAILED */
  osVersion(): Promise<OsVersion>;
  /** @throws UVM_NATIVE_CALL_FAILED */
  machineArchitecture(): Promise<MachineArchitecture>;
  /** @throws UVM_HOST_PROCESSORS_UNKNOWN: then no VM can be created either */
  processors(wait?: WaitOptions): Promise<HostProcessors>;
  /**
   * The id of the process that holds a VM's memory. Needs an administrator's rights.
   *
   * @param runtimeId `RuntimeId` of the VM's properties
   * @throws UVM_VM_MEMORY_PROCESS_NOT_FOUND
   */
  lookupVmmem(runtimeId: string): Promise<number>;
  /** Memory of a process; the working set of a VM's is what that VM takes of this machine. @throws UVM_NATIVE_CALL_FAILED */
  processMemory(pid: number): Promise<ProcessMemory>;
  readonly fileAccess: FileAccess;
  readonly cpuGroups: CpuGroups;
  readonly network: HostNetwork;
}

/** Loads nothing before the first call. */
export const createHostFacts = ({
  libraries = {},
  logger = silentLogger,
  processTable,
}: HostFactsOptions = {}): HostFacts => {
  let opened: Promise<Service> | undefined;
  const open = (): Promise<Service> => {
    opened ??= runtimeOf(libraries).then((runtime) => new Service(runtime, logger));
    return opened;
  };
  const native = async (): Promise<Service['native']> => (await open()).native;
  const processes = async (): Promise<ProcessTable> => processTable ?? windowsProcesses(await native());
  const answer: WaitOptions = { timeoutMs: deadlines.answer };

  return {
    osVersion: async () => readOsVersion(await native()),
    machineArchitecture: async () => readMachineArchitecture(await native()),
    processors: async (wait) => readHostProcessors(await open(), { ...answer, ...wait }),
    lookupVmmem: async (runtimeId) => findMemoryProcess(await processes(), runtimeId),
    processMemory: async (pid) => (await processes()).memoryOf(pid),
    fileAccess: createFileAccess(open, answer),
    cpuGroups: createCpuGroups(open, answer),
    network: createHostNetwork(native, answer),
  };
};
