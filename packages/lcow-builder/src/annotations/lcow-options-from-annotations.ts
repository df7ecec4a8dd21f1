import { BOOT_FILES } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import { updateBootFilesPath } from '../options/boot-files.js';
import type { LcowOptions } from '../options/lcow-options.js';
import { verifyLcowOptions } from '../verify/verify-lcow-options.js';
import { AnnotationValues, type Annotations } from './annotation-values.js';
import { Draft } from './draft.js';
import {
  applyPhysicalBacking,
  finished,
  type AnnotationOptions,
  type FromAnnotations,
} from './from-annotations.js';
import { impliedLcowRules, lateLcowRules, lcowRules, scratchEncryption } from './lcow-rules.js';
import { applyServiceTable } from './service-table-annotations.js';
import { sharedImpliedRules, sharedRules } from './shared-rules.js';

/**
 * Applies the annotations of a Linux pod to options.
 *
 * By default every annotation that would not do what it says is a problem: a text that cannot be read, an unknown name
 * below `io.microsoft.virtualmachine.` or `io.microsoft.container.`, an annotation for Windows pods, and a value that
 * `verifyLcowOptions` refuses. Other names, and annotations that are about containers only, are not looked at.
 *
 * @param base what holds where no annotation says otherwise, as from `defaultLcowOptions`
 */
export const lcowOptionsFromAnnotations = (
  annotations: Annotations,
  base: LcowOptions,
  host: BuilderHost,
  { lenient = false }: AnnotationOptions = {},
): FromAnnotations => {
  const values = new AnnotationValues(annotations, 'Linux');
  const draft = new Draft(values, base);
  draft.apply(sharedRules);
  draft.apply(lcowRules);
  applyServiceTable(draft, values);
  applyBootFiles(draft, values, host);
  applyPhysicalBacking(draft, sharedImpliedRules.fullyPhysicallyBacked, {
    allowOvercommit: false,
    vpmemDeviceCount: 0,
  });
  applyExtraArguments(draft, values);
  applySecurityPolicy(draft, values);
  draft.apply(lateLcowRules);
  return finished(draft, values, lenient, (options) => (lenient ? [] : verifyLcowOptions(options, host)));
};

/** The folder may bring other file names; the type of the root file system and the way to boot then have theirs. */
const applyBootFiles = (draft: Draft<LcowOptions>, values: AnnotationValues, host: BuilderHost): void => {
  const { bootFilesPath, rootFsType, kernelDirect } = impliedLcowRules;
  const folder = values.read(bootFilesPath);
  if (folder !== undefined) {
    const found = updateBootFilesPath(draft.options, folder as string, host);
    const { rootFsFile, preferredRootFsType, kernelFile } = found;
    draft.set(bootFilesPath, found.bootFilesPath);
    draft.imply(bootFilesPath, { rootFsFile, preferredRootFsType, kernelFile });
  }
  draft.apply([rootFsType]);
  const { preferredRootFsType: type } = draft.options;
  if (type !== 'none')
    draft.imply(rootFsType, { rootFsFile: type === 'vhd' ? BOOT_FILES.rootVhd : BOOT_FILES.initrd });
  draft.apply([kernelDirect]);
  if (!draft.options.kernelDirect) draft.imply(kernelDirect, { kernelFile: BOOT_FILES.kernel });
};

const applyExtraArguments = (draft: Draft<LcowOptions>, values: AnnotationValues): void => {
  const { extraArguments } = impliedLcowRules;
  const extra = values.read(extraArguments);
  if (typeof extra === 'string' && extra !== '')
    draft.set(extraArguments, `${draft.options.execCommandLine} ${extra}`);
};

/** A policy makes the VM confidential, unless there is no hardware for that, and a confidential VM boots in one way. */
const applySecurityPolicy = (draft: Draft<LcowOptions>, values: AnnotationValues): void => {
  const { securityPolicy } = impliedLcowRules;
  const hasHardware = values.read(sharedImpliedRules.noSecurityHardware) !== true;
  draft.apply([securityPolicy]);
  if (draft.options.securityPolicy !== '') draft.imply(securityPolicy, { securityPolicyEnabled: true });
  if (!draft.options.securityPolicyEnabled) return;
  if (hasHardware)
    draft.imply(securityPolicy, {
      vpmemDeviceCount: 0,
      guestStateFilePath: BOOT_FILES.guestState,
      kernelBootOptions: '',
      allowOvercommit: false,
      preferredRootFsType: 'none',
      rootFsFile: '',
      dmVerityRootFsVhd: BOOT_FILES.dmVerityRootVhd,
      dmVerityMode: true,
    });
  if (values.read(scratchEncryption) === undefined)
    draft.imply(securityPolicy, { enableScratchEncryption: true });
};
