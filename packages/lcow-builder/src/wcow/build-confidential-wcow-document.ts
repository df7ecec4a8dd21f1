import type { Attachment } from '@uvmkit/hcs-schema';
import { SECURE_BOOT_TEMPLATE } from '../confidential/build-confidential-lcow-document.js';
import { launchData } from '../confidential/launch-data.js';
import type { Built } from '../document/build-lcow-document.js';
import { isProblem } from '../document/root-file-system.js';
import type { PreparingHost } from '../host/host-files.js';
import { reported, type Problem } from '../problems/problem.js';
import type { VerifyOptions } from '../verify/verify-lcow-options.js';
import { blockCimFiles } from './boot-type.js';
import type { WcowBookkeeping } from './build-wcow-document.js';
import { commonMachine, commonParts } from './common-document.js';
import { openDumpFolder } from './crash-dumps.js';
import { grantAccess } from './grant-access.js';
import type { BlockCimBootFiles, WcowOptions } from './wcow-options.js';

/** By this the guest knows its scratch disk. */
const SCRATCH_DISK_IDENTIFIER = 'a7b3c5d1-4e2f-4a8b-9c6d-1e3f5a7b9c2d';

/** Shared because a guest without any share has no VSMB device; nothing may ever be in it. */
const EMPTY_FOLDER = 'EmptyDoNotModify';

type Files = NonNullable<BlockCimBootFiles['blockCim']>;

/**
 * The compute-system document of a confidential Windows utility VM. On the way the VM is given access to its files, its
 * scratch disk gets an identifier and an empty folder is made.
 *
 * By default everything is checked before anything is done.
 */
export const buildConfidentialWcowDocument = async (
  options: WcowOptions,
  host: PreparingHost,
  { compat }: VerifyOptions = {},
): Promise<Built<WcowBookkeeping>> => {
  const files = blockCimFiles(options);
  const parts = await commonParts(options, host, compat);
  const launch = launchData(options.securityPolicy);
  const problems = [
    ...(isProblem(files) && !parts.problems.some(({ path }) => path === files.path) ? [files] : []),
    ...parts.problems,
    ...(typeof launch === 'string' || compat !== undefined ? [] : [launch]),
  ];
  if (problems.length > 0 || isProblem(files)) return { ok: false, problems: reported(problems, compat) };

  const emptyFolder = host.paths.join(options.bundleDirectory, EMPTY_FOLDER);
  const failure =
    (await openDumpFolder(options, host)) ??
    (typeof launch === 'string' ? undefined : launch) ??
    (await prepareFiles(options, files, emptyFolder, host));
  if (failure !== undefined || typeof launch !== 'string')
    return { ok: false, problems: failure === undefined ? [] : [failure] };

  const share = {
    Name: 'defaultEmptyShare',
    Path: emptyFolder,
    Options: { ReadOnly: true, ShareRead: true, NoOplocks: true },
  };
  const machine = commonMachine(options, host, parts, disks(options, files), share);
  return {
    ok: true,
    document: {
      Owner: options.owner === '' ? undefined : options.owner,
      SchemaVersion: { Major: 2, Minor: 5 },
      VirtualMachine: {
        ...machine,
        Version: { Major: 12 },
        Chipset: {
          Uefi: options.disableSecureBoot
            ? { ApplySecureBootTemplate: 'Skip' }
            : { ApplySecureBootTemplate: 'Apply', SecureBootTemplateId: SECURE_BOOT_TEMPLATE },
          FirmwareFile:
            options.firmwareParameters === ''
              ? undefined
              : { Parameters: Buffer.from(options.firmwareParameters).toString('base64') },
        },
        GuestState: { GuestStateFilePath: options.guestStateFilePath, GuestStateFileType: 'BlockStorage' },
        SecuritySettings: {
          Isolation: {
            IsolationType: options.isolationType === '' ? 'SecureNestedPaging' : options.isolationType,
            LaunchData: launch,
            HclEnabled: true,
          },
        },
      },
      ShouldTerminateOnLastHandleClosed: true,
    },
    bookkeeping: {
      processorCount: parts.processorCount,
      reservedScsiSlots: [0, 1, 2].map((lun) => ({ controller: 0, lun })),
      processDumpLocation: options.processDumpLocation,
    },
  };
};

const disks = ({ writableEfi }: WcowOptions, files: Files): Readonly<Record<string, Attachment>> => ({
  '0': { Type: 'VirtualDisk', Path: files.scratchVhdPath },
  '1': { Type: 'VirtualDisk', Path: files.efiVhdPath, ReadOnly: writableEfi ? undefined : true },
  '2': { Type: 'VirtualDisk', Path: files.bootCimVhdPath, ReadOnly: true },
});

/** In the reference's order, in which the guest state comes twice. */
const prepareFiles = async (
  { id, guestStateFilePath, bundleDirectory }: WcowOptions,
  { efiVhdPath, bootCimVhdPath, scratchVhdPath }: Files,
  emptyFolder: string,
  host: PreparingHost,
): Promise<Problem | undefined> => {
  const grants = [
    ['guest state file', guestStateFilePath, 'guestStateFilePath'],
    ['EFI VHD', efiVhdPath, 'bootFiles.blockCim.efiVhdPath'],
    ['Boot CIM VHD', bootCimVhdPath, 'bootFiles.blockCim.bootCimVhdPath'],
    ['guest state file', guestStateFilePath, 'guestStateFilePath'],
    ['scratch VHD', scratchVhdPath, 'bootFiles.blockCim.scratchVhdPath'],
  ] as const;
  for (const [what, path, option] of grants) {
    const problem = await grantAccess(id, what, path, option, host);
    if (problem !== undefined) return problem;
  }
  try {
    await host.files.setDiskIdentifier(scratchVhdPath, SCRATCH_DISK_IDENTIFIER);
    await host.files.createFolder(emptyFolder);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return {
      path: 'bundleDirectory',
      rule: 'wcow-files',
      value: bundleDirectory,
      message: `The scratch disk or the empty folder could not be prepared: ${cause}.`,
      remedy: "Check that you may write to the scratch disk and to the VM's folder.",
      reference: cause,
    };
  }
  return grantAccess(id, 'VSMB default empty share directory', emptyFolder, 'bundleDirectory', host);
};
