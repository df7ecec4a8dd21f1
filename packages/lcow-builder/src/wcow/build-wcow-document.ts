import type { Built } from '../document/build-lcow-document.js';
import { isProblem } from '../document/root-file-system.js';
import type { ScsiSlot } from '../document/scsi-controllers.js';
import { vsmbOptions } from '../devices/vsmb-shares.js';
import type { PreparingHost } from '../host/host-files.js';
import { reported } from '../problems/problem.js';
import type { VerifyOptions } from '../verify/verify-lcow-options.js';
import { vmbFsFiles } from './boot-type.js';
import { commonMachine, commonParts } from './common-document.js';
import { openDumpFolder } from './crash-dumps.js';
import { grantAccess } from './grant-access.js';
import type { WcowOptions } from './wcow-options.js';

/** What a Windows VM made from the document has to know about it. */
export interface WcowBookkeeping {
  readonly processorCount: number;
  readonly reservedScsiSlots: readonly ScsiSlot[];
  /** Where the guest keeps dumps of crashed processes; '' for nowhere. */
  readonly processDumpLocation: string;
}

/**
 * The compute-system document of an ordinary Windows utility VM. The VM is given access to its scratch disk, and VMs to
 * the folder for dumps.
 *
 * By default the options are checked first and nothing is done when anything is wrong with them.
 */
export const buildWcowDocument = async (
  options: WcowOptions,
  host: PreparingHost,
  { compat }: VerifyOptions = {},
): Promise<Built<WcowBookkeeping>> => {
  const files = vmbFsFiles(options);
  const parts = await commonParts(options, host, compat);
  if (isProblem(files)) return { ok: false, problems: reported(firstOf(files, parts.problems), compat) };
  if (parts.problems.length > 0) return { ok: false, problems: reported(parts.problems, compat) };

  const { osFilesPath, osRelativeBootDirPath, scratchVhdPath } = files;
  const failure =
    (await openDumpFolder(options, host)) ??
    (await grantAccess(options.id, 'scratch', scratchVhdPath, 'bootFiles.vmbFs.scratchVhdPath', host));
  if (failure !== undefined) return { ok: false, problems: [failure] };

  const machine = commonMachine(
    options,
    host,
    parts,
    { '0': { Type: 'VirtualDisk', Path: scratchVhdPath } },
    {
      Name: 'os',
      Path: osFilesPath,
      Options: {
        ...vsmbOptions(true, options.fullyPhysicallyBacked || options.noDirectMap),
        TakeBackupPrivilege: true,
      },
    },
  );
  return {
    ok: true,
    document: {
      Owner: options.owner === '' ? undefined : options.owner,
      SchemaVersion: { Major: 2, Minor: 1 },
      VirtualMachine: {
        ...machine,
        Chipset: {
          Uefi: {
            BootThis: {
              DeviceType: 'VmbFs',
              DevicePath: host.paths.join(osRelativeBootDirPath, 'bootmgfw.efi'),
            },
          },
        },
      },
      ShouldTerminateOnLastHandleClosed: true,
    },
    bookkeeping: {
      processorCount: parts.processorCount,
      reservedScsiSlots: [{ controller: 0, lun: 0 }],
      processDumpLocation: options.processDumpLocation,
    },
  };
};

/** The boot type comes first in the reference; by default it need not be said twice. */
const firstOf = <P extends { readonly path: string }>(first: P, rest: readonly P[]): readonly P[] => [
  ...(rest.some(({ path }) => path === first.path) ? [] : [first]),
  ...rest,
];
