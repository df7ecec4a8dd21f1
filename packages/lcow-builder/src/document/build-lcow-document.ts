import type { ComputeSystem, Devices } from '@uvmkit/hcs-schema';
import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import { reported, type Compat, type Problem } from '../problems/problem.js';
import { checkCpuGroup } from '../verify/shared-checks.js';
import { checkedOptions } from '../verify/checked-options.js';
import {
  assignDevices,
  checkAssignedDevices,
  virtualPci,
  type AssignedDeviceEntry,
} from './assigned-devices.js';
import { bootPaths, checkBootFiles } from './boot-file-checks.js';
import { chipset } from './chipset.js';
import { checkKernelLine } from './guest-program-checks.js';
import { hostProcessors } from './host-processors.js';
import { guestProgram } from './init-command-line.js';
import { kernelCommandLine } from './kernel-command-line.js';
import { isProblem, rootFileSystem, type RootFileSystem } from './root-file-system.js';
import type { RootVpmem } from './root-vpmem.js';
import { checkControllers } from './check-controllers.js';
import { scsiControllers, type ScsiSlot } from './scsi-controllers.js';
import { unlessEmpty, unlessZero } from './unless.js';
import { normalMemory, storageQos, topology } from './topology.js';
import { virtualNumaOf } from './virtual-numa.js';
import { vmSettings, type VmSettings } from './vm-settings.js';

export interface BuildOptions {
  readonly compat?: Compat;
  /** What the VM is made with, when that is not what the options make of it. */
  readonly vm?: VmSettings;
}

/** What a VM made from the document has to know about it. */
export interface LcowBookkeeping {
  readonly vm: VmSettings;
  /** Never more than the host has. */
  readonly processorCount: number;
  /** Places on SCSI that the document has taken. */
  readonly reservedScsiSlots: readonly ScsiSlot[];
  /** VPMem device 0, when the root file system is on it. */
  readonly rootVpmem: RootVpmem | undefined;
  readonly assignedDevices: readonly AssignedDeviceEntry[];
  /** The guest's program as it was put on the kernel line. The reference leaves this in its options. */
  readonly execCommandLine: string;
}

/** The document with its bookkeeping, or everything that keeps it from being built. */
export type Built<Bookkeeping> =
  | { readonly ok: true; readonly document: ComputeSystem; readonly bookkeeping: Bookkeeping }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The compute-system document of an ordinary Linux utility VM. Options are never changed, and nothing is thrown for bad
 * ones.
 *
 * By default this checks the options as `verifyLcowOptions` does. Under `compat: 'hcsshim'` it does not, as the
 * reference does so before, and the first problem of the building itself is reported.
 */
export const buildLcowDocument = (
  given: LcowOptions,
  host: BuilderHost,
  { compat, vm: givenVm }: BuildOptions = {},
): Built<LcowBookkeeping> => {
  const { options, problems: optionProblems } = checkedOptions(given, host, compat);
  const vm = givenVm ?? vmSettings(options, host);
  const paths = bootPaths(options, host);
  const processors = hostProcessors(options.processorCount, host, compat);
  const cpuGroup = checkCpuGroup(options, host);
  const size = { processorCount: processors.count, memorySizeMib: normalMemory(options) };
  const { virtualNuma, problems: numaProblems } = virtualNumaOf(options, size, host, compat);
  const root = rootFileSystem(options, host, vm, paths.root, compat);
  const problems = [
    ...optionProblems,
    ...checkBootFiles(host, paths),
    ...(processors.problem ? [processors.problem] : []),
    ...(cpuGroup ? [cpuGroup] : []),
    ...(compat === undefined ? checkKernelLine(options) : []),
    ...(optionProblems.some(({ rule }) => rule === 'scsi-controllers') ? [] : checkControllers(vm)),
    ...numaProblems,
    ...checkAssignedDevices(options),
    ...(isProblem(root) ? [root] : []),
  ];
  if (problems.length > 0 || isProblem(root)) return { ok: false, problems: reported(problems, compat) };

  const assignedDevices = assignDevices(options, host);
  const program = guestProgram(options, host);
  const kernelLine = kernelCommandLine(options, host, root.kernelArguments, program, compat);
  return {
    ok: true,
    document: {
      Owner: vm.owner === '' ? undefined : vm.owner,
      SchemaVersion: { Major: 2, Minor: 1 },
      VirtualMachine: {
        StopOnReset: true,
        Chipset: chipset(options, paths, kernelLine),
        ComputeTopology: topology(
          options,
          processors.count,
          { coldDiscardHint: options.enableColdDiscardHint },
          virtualNuma,
        ),
        Devices: devices(options, vm, root, virtualPci(assignedDevices, host, virtualNuma !== undefined)),
        StorageQoS: storageQos(options),
        ResourcePartitionId: options.resourcePartitionId,
      },
      ShouldTerminateOnLastHandleClosed: true,
    },
    bookkeeping: {
      vm,
      processorCount: processors.count,
      reservedScsiSlots: root.reservedScsiSlots,
      rootVpmem: root.vpmem,
      assignedDevices,
      execCommandLine: program,
    },
  };
};

const devices = (
  options: LcowOptions,
  vm: VmSettings,
  root: RootFileSystem,
  pciDevices: Devices['VirtualPci'],
): Devices => ({
  ComPorts: options.consolePipe === '' ? undefined : { '0': { NamedPipe: options.consolePipe } },
  Scsi: scsiControllers(vm.scsiControllerCount, root.scsiAttachments),
  VirtualPMem:
    vm.vpmemMaxCount > 0
      ? {
          Devices: root.vpmemDevices,
          MaximumCount: vm.vpmemMaxCount,
          MaximumSizeBytes: unlessZero(vm.vpmemMaxSizeBytes),
        }
      : undefined,
  ...(options.enableGraphicsConsole && { VideoMonitor: {}, Keyboard: {}, EnhancedModeVideo: {} }),
  HvSocket: {
    HvSocketConfig: {
      DefaultBindSecurityDescriptor: 'D:P(A;;FA;;;SY)(A;;FA;;;BA)',
      ServiceTable: unlessEmpty(options.additionalHyperVConfig),
    },
  },
  Plan9: {},
  VirtualPci: pciDevices,
});
