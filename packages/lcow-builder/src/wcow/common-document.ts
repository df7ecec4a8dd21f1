import type { Attachment, Devices, VirtualMachine, VirtualSmbShare } from '@uvmkit/hcs-schema';
import { checkControllers } from '../document/check-controllers.js';
import { hostProcessors } from '../document/host-processors.js';
import { scsiControllers } from '../document/scsi-controllers.js';
import { normalMemory, storageQos, topology } from '../document/topology.js';
import { unlessEmpty } from '../document/unless.js';
import { virtualNumaOf, type VirtualNuma } from '../document/virtual-numa.js';
import { SYSTEM_AND_ADMINISTRATORS } from '../confidential/service-table.js';
import type { PreparingHost } from '../host/host-files.js';
import type { Compat, Problem } from '../problems/problem.js';
import { checkCpuGroup } from '../verify/shared-checks.js';
import { checkDumpFolder, crashDumps } from './crash-dumps.js';
import { registryChanges } from './registry-changes.js';
import { checkedWcowOptions } from './verify-wcow-options.js';
import type { WcowOptions } from './wcow-options.js';

/** What both kinds of Windows VM have in common, before anything is done to the host. */
export interface CommonParts {
  readonly processorCount: number;
  readonly virtualNuma: VirtualNuma | undefined;
  readonly problems: readonly Problem[];
}

/** MiB of files of shares that the guest may map into its memory. */
const DIRECT_FILE_MAPPING_MIB = 1024;

const LOG_FORWARDING_SERVICE = '172dad59-976d-45f2-8b6c-6d1b13f2ac4d';

/** Checks in the reference's order. */
export const commonParts = async (
  given: WcowOptions,
  host: PreparingHost,
  compat: Compat | undefined,
): Promise<CommonParts> => {
  const { options, problems: optionProblems } = checkedWcowOptions(given, compat);
  const processors = hostProcessors(options.processorCount, host, compat);
  const size = { processorCount: processors.count, memorySizeMib: normalMemory(options) };
  const { virtualNuma, problems } = virtualNumaOf(options, size, host, compat);
  const cpuGroup = checkCpuGroup(options, host);
  const dumpFolder = await checkDumpFolder(options, host);
  return {
    processorCount: processors.count,
    virtualNuma,
    problems: [
      ...optionProblems,
      ...(processors.problem ? [processors.problem] : []),
      ...problems,
      ...(cpuGroup ? [cpuGroup] : []),
      ...(dumpFolder ? [dumpFolder] : []),
      ...(compat === undefined ? [] : checkControllers(options)),
    ],
  };
};

/** The virtual machine without what depends on how it boots. */
export const commonMachine = (
  options: WcowOptions,
  host: PreparingHost,
  { processorCount, virtualNuma }: CommonParts,
  disks: Readonly<Record<string, Attachment>>,
  share: VirtualSmbShare,
): VirtualMachine => {
  const dumps = crashDumps(options, host);
  return {
    StopOnReset: true,
    ComputeTopology: topology(options, processorCount, { hotHint: options.allowOvercommit }, virtualNuma),
    Devices: commonDevices(options, disks, share, dumps.reporting),
    RegistryChanges: registryChanges(options),
    StorageQoS: storageQos(options),
    DebugOptions: dumps.debugOptions,
    ResourcePartitionId: options.resourcePartitionId,
  };
};

const commonDevices = (
  options: WcowOptions,
  disks: Readonly<Record<string, Attachment>>,
  share: VirtualSmbShare,
  reporting: Devices['GuestCrashReporting'],
): Devices => ({
  ComPorts: options.consolePipe === '' ? undefined : { '0': { NamedPipe: options.consolePipe } },
  Scsi: scsiControllers(options.scsiControllerCount, disks),
  ...(options.enableGraphicsConsole && { VideoMonitor: {}, Keyboard: {}, EnhancedModeVideo: {} }),
  HvSocket: {
    HvSocketConfig: {
      DefaultBindSecurityDescriptor: SYSTEM_AND_ADMINISTRATORS,
      ServiceTable: unlessEmpty({
        ...options.additionalHyperVConfig,
        ...(options.logForwardingEnabled && {
          [LOG_FORWARDING_SERVICE]: {
            BindSecurityDescriptor: SYSTEM_AND_ADMINISTRATORS,
            ConnectSecurityDescriptor: SYSTEM_AND_ADMINISTRATORS,
            AllowWildcardBinds: true,
          },
        }),
      }),
    },
  },
  GuestCrashReporting: reporting,
  VirtualSmb: { Shares: [share], DirectFileMappingInMB: DIRECT_FILE_MAPPING_MIB },
});
