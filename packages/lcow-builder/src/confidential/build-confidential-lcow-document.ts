import type { ComputeSystem } from '@uvmkit/hcs-schema';
import type { BuildOptions, Built } from '../document/build-lcow-document.js';
import { hostProcessors } from '../document/host-processors.js';
import { scsiControllers, type ScsiSlot } from '../document/scsi-controllers.js';
import { checkControllers } from '../document/check-controllers.js';
import { storageQos, topology } from '../document/topology.js';
import { vmSettings, type VmSettings } from '../document/vm-settings.js';
import type { PreparingHost } from '../host/host-files.js';
import type { LcowOptions } from '../options/lcow-options.js';
import { reported, type Problem } from '../problems/problem.js';
import { checkCpuGroup } from '../verify/shared-checks.js';
import { checkedOptions } from '../verify/checked-options.js';
import {
  checkCopies,
  checkTemplateFiles,
  copiedFiles,
  copyBootFiles,
  removeAll,
  templateFiles,
  type ConfidentialFiles,
} from './copy-boot-files.js';
import { launchData } from './launch-data.js';
import { confidentialServiceTable, EVERYONE, SYSTEM_AND_ADMINISTRATORS } from './service-table.js';

/** The secure-boot template called "Microsoft Windows". */
export const SECURE_BOOT_TEMPLATE = '1734c6e8-3154-4dda-ba5f-a874cc483422';

/** What a VM made from the document has to know about it. */
export interface ConfidentialBookkeeping {
  readonly vm: VmSettings;
  readonly processorCount: number;
  readonly reservedScsiSlots: readonly ScsiSlot[];
  /** The VM's own copies, which go with it. */
  readonly copies: ConfidentialFiles;
}

/**
 * The compute-system document of a confidential (SEV-SNP) Linux utility VM. On the way the guest state and the root
 * file system are copied to the VM's folder and opened to VMs; a failure removes the copies.
 *
 * By default everything that can be checked is checked before anything is copied. Under `compat: 'hcsshim'` the policy
 * is decoded last and a bad one leaves the copies behind.
 */
export const buildConfidentialLcowDocument = async (
  given: LcowOptions,
  host: PreparingHost,
  { compat, vm: givenVm }: BuildOptions = {},
): Promise<Built<ConfidentialBookkeeping>> => {
  const { options, problems: optionProblems } = checkedOptions(given, host, compat);
  const vm = givenVm ?? vmSettings(options, host);
  const templates = templateFiles(options, host);
  const copies = copiedFiles(options, host);
  const processors = hostProcessors(options.processorCount, host, compat);
  const cpuGroup = checkCpuGroup(options, host);
  const launch = launchData(options.securityPolicy);
  const problems = [
    ...optionProblems,
    ...checkRootType(options),
    ...checkTemplateFiles(templates, host),
    ...(compat ? [] : checkCopies(templates, copies, host)),
    ...(processors.problem ? [processors.problem] : []),
    ...(cpuGroup ? [cpuGroup] : []),
    ...(optionProblems.some(({ rule }) => rule === 'scsi-controllers') ? [] : checkControllers(vm)),
    ...(typeof launch === 'string' || compat ? [] : [launch]),
  ];
  if (problems.length > 0) return { ok: false, problems: reported(problems, compat) };

  const failure = await copyBootFiles(templates, copies, host);
  if (failure !== undefined) return { ok: false, problems: [failure] };
  if (typeof launch !== 'string') {
    if (compat === undefined) await removeAll(host.files, [copies.guestState, copies.root]);
    return { ok: false, problems: [launch] };
  }

  const rootOnScsi = options.dmVerityMode && vm.scsiControllerCount > 0;
  return {
    ok: true,
    document: confidentialDocument(options, vm, processors.count, copies, launch, rootOnScsi),
    bookkeeping: {
      vm,
      processorCount: processors.count,
      reservedScsiSlots: rootOnScsi ? [{ controller: 0, lun: 0 }] : [],
      copies,
    },
  };
};

const checkRootType = ({ preferredRootFsType }: LcowOptions): readonly Problem[] =>
  preferredRootFsType === 'none'
    ? []
    : [
        {
          path: 'preferredRootFsType',
          rule: 'confidential-root-type',
          value: preferredRootFsType,
          message:
            'A confidential VM boots from its guest state file, not from an initrd or VHD of your choice.',
          remedy: "Set preferredRootFsType to 'none'.",
          reference: 'specifying a PreferredRootFSType is incompatible with SNP mode',
        },
      ];

const confidentialDocument = (
  options: LcowOptions,
  vm: VmSettings,
  processorCount: number,
  copies: ConfidentialFiles,
  launch: string,
  rootOnScsi: boolean,
): ComputeSystem => ({
  Owner: vm.owner === '' ? undefined : vm.owner,
  SchemaVersion: { Major: 2, Minor: 5 },
  VirtualMachine: {
    StopOnReset: true,
    Chipset: { Uefi: { ApplySecureBootTemplate: 'Apply', SecureBootTemplateId: SECURE_BOOT_TEMPLATE } },
    ComputeTopology: topology(options, processorCount, { coldDiscardHint: options.enableColdDiscardHint }),
    Devices: {
      Scsi: scsiControllers(
        vm.scsiControllerCount,
        rootOnScsi ? { '0': { Type: 'VirtualDisk', Path: copies.root, ReadOnly: true } } : undefined,
      ),
      HvSocket: {
        HvSocketConfig: {
          DefaultBindSecurityDescriptor: EVERYONE,
          DefaultConnectSecurityDescriptor: SYSTEM_AND_ADMINISTRATORS,
          ServiceTable: confidentialServiceTable(options),
        },
      },
      Plan9: {},
    },
    GuestState: {
      GuestStateFilePath: copies.guestState,
      GuestStateFileType: 'FileMode',
      ForceTransientState: true,
    },
    StorageQoS: storageQos(options),
    SecuritySettings: {
      Isolation: { IsolationType: 'SecureNestedPaging', LaunchData: launch, HclEnabled: options.hclEnabled },
    },
  },
  ShouldTerminateOnLastHandleClosed: true,
});
