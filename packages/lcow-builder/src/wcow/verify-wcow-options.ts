import { reported, type Compat, type Problem } from '../problems/problem.js';
import { checkShape, type Shaped } from '../shape/check-shape.js';
import { wcowOptionShape } from '../shape/option-kinds.js';
import { checkDeferredCommit, checkPartition } from '../verify/shared-checks.js';
import type { VerifyOptions } from '../verify/verify-lcow-options.js';
import { bootTypeNumber } from './boot-type.js';
import type { WcowOptions } from './wcow-options.js';

/** What is wrong with the options of a Windows utility VM: every problem, or under `compat` the reference's first one. */
export const verifyWcowOptions = (
  options: WcowOptions,
  { compat }: VerifyOptions = {},
): readonly Problem[] =>
  compat === undefined
    ? checkedWcowOptions(options, compat).problems
    : reported(wcowOptionProblems(options), compat);

/** Options that are safe to build from, with all that is wrong with the given ones. Under `compat` they are taken as is. */
export const checkedWcowOptions = (given: WcowOptions, compat: Compat | undefined): Shaped<WcowOptions> => {
  if (compat !== undefined) return { options: given, problems: [] };
  const { options, problems } = checkShape(given, wcowOptionShape);
  return { options, problems: [...problems, ...wcowOptionProblems(options)] };
};

/** In the reference's order. */
const wcowOptionProblems = (options: WcowOptions): readonly Problem[] =>
  checks.flatMap((check) => check(options) ?? []);

type Check = (options: WcowOptions) => Problem | undefined;

const checkScsiControllers: Check = ({ scsiControllerCount }) =>
  scsiControllerCount === 1
    ? undefined
    : {
        path: 'scsiControllerCount',
        rule: 'wcow-scsi-controllers',
        value: scsiControllerCount,
        message: 'A Windows utility VM has exactly 1 SCSI controller.',
        remedy: 'Use 1.',
        reference: 'exactly 1 SCSI controller is required for WCOW',
      };

const checkBootFiles: Check = ({ bootFiles }) => {
  if (bootFiles === undefined) return bootFilesProblem(bootFiles, 'boot files is nil');
  if (bootFiles.bootType === 'vmbFs')
    return bootFiles.vmbFs === undefined
      ? bootFilesProblem(bootFiles, 'VmbFS boot files is empty')
      : undefined;
  if (bootFiles.bootType === 'blockCim')
    return bootFiles.blockCim === undefined
      ? bootFilesProblem(bootFiles, 'confidential boot files is empty')
      : undefined;
  return bootFilesProblem(bootFiles, `invalid boot type (${bootTypeNumber(bootFiles)}) specified`);
};

const bootFilesProblem = (value: unknown, reference: string): Problem => ({
  path: 'bootFiles',
  rule: 'wcow-boot-files',
  value,
  message: 'The boot files are missing, or not those of the boot type.',
  remedy: "Give bootFiles with bootType 'vmbFs' and vmbFs, or with bootType 'blockCim' and blockCim.",
  reference,
});

const checkGuestState: Check = ({ securityPolicyEnabled, guestStateFilePath }) =>
  !securityPolicyEnabled || guestStateFilePath !== ''
    ? undefined
    : {
        path: 'guestStateFilePath',
        rule: 'policy-guest-state',
        value: guestStateFilePath,
        message: 'A security policy needs a guest state file.',
        remedy: 'Give guestStateFilePath, or turn securityPolicyEnabled off.',
        reference: 'GuestStateFilePath must be provided when enabling security policy',
      };

const checkGraphics: Check = ({ isolationType, enableGraphicsConsole }) =>
  isolationType !== 'SecureNestedPaging' || !enableGraphicsConsole
    ? undefined
    : {
        path: 'enableGraphicsConsole',
        rule: 'isolated-graphics',
        value: enableGraphicsConsole,
        message: 'A VM with SecureNestedPaging isolation has no graphics console.',
        remedy: 'Turn enableGraphicsConsole off.',
        reference: 'graphics console cannot be enabled with SecureNestedPaging isolation mode',
      };

const checkDebugPolicy: Check = ({ debugMode, securityPolicyEnabled }) =>
  !debugMode || securityPolicyEnabled
    ? undefined
    : {
        path: 'debugMode',
        rule: 'debug-policy',
        value: debugMode,
        message: 'Only confidential VMs have disks that debugging keeps.',
        remedy: 'Turn debugMode off, or give a security policy.',
      };

const checkDebugFolder: Check = ({ debugMode, debugDataPath }) =>
  !debugMode || debugDataPath !== ''
    ? undefined
    : {
        path: 'debugMode',
        rule: 'debug-folder',
        value: debugMode,
        message: 'There is no folder to keep disks in.',
        remedy: 'Give debugDataPath, or turn debugMode off.',
      };

const debugChecks: readonly Check[] = [checkDebugPolicy, checkDebugFolder];

/** What is wrong with debugging; the reference checks it when it reads annotations. */
export const debugProblems = (options: WcowOptions): readonly Problem[] =>
  debugChecks.flatMap((check) => check(options) ?? []);

const checks: readonly Check[] = [
  checkDeferredCommit,
  checkScsiControllers,
  checkBootFiles,
  checkGuestState,
  checkGraphics,
  checkPartition,
  ...debugChecks,
];
