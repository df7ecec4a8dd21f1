import type { BuilderHost } from '../host/builder-host.js';
import { confidentialBootFiles } from '../wcow/confidential-boot-files.js';
import { debugProblems, verifyWcowOptions } from '../wcow/verify-wcow-options.js';
import type { WcowOptions } from '../wcow/wcow-options.js';
import { AnnotationValues, type Annotations } from './annotation-values.js';
import { Draft } from './draft.js';
import {
  applyPhysicalBacking,
  finished,
  type AnnotationOptions,
  type FromAnnotations,
} from './from-annotations.js';
import { applyRegistryValues } from './registry-annotation.js';
import { applyServiceTable } from './service-table-annotations.js';
import { sharedImpliedRules, sharedRules } from './shared-rules.js';
import { confidentialWcowRules, lateWcowRules, wcowRules, wcowSecurityPolicy } from './wcow-rules.js';
import { applyWcowSecurityPolicy } from './wcow-security-policy.js';

/**
 * Applies the annotations of a Windows pod to options.
 *
 * By default every annotation that would not do what it says is a problem: a text that cannot be read, an unknown name
 * below `io.microsoft.virtualmachine.` or `io.microsoft.container.`, an annotation for Linux pods, one for confidential
 * pods where there is no security policy, and a value that `verifyWcowOptions` refuses. Other names, and annotations that
 * are about containers only, are not looked at.
 *
 * Some options change no document: they are for whoever runs the VM (log sources, time zone, debugging, policy enforcer,
 * reference measurements).
 *
 * @param base what holds where no annotation says otherwise, as from `defaultWcowOptions`; its boot files may be missing
 */
export const wcowOptionsFromAnnotations = (
  annotations: Annotations,
  base: WcowOptions,
  host: BuilderHost,
  { lenient = false }: AnnotationOptions = {},
): FromAnnotations<WcowOptions> => {
  const values = new AnnotationValues(annotations, 'Windows');
  const draft = new Draft(values, base);
  draft.apply(sharedRules);
  draft.apply(wcowRules);
  draft.apply(Object.values(confidentialWcowRules));
  applyServiceTable(draft, values);
  applyRegistryValues(draft, values);
  applyPhysicalBacking(draft, sharedImpliedRules.fullyPhysicallyBacked, { allowOvercommit: false });
  applyWcowSecurityPolicy(draft, values, host, lenient);
  applyBootFolder(draft, values, host);
  if (draft.options.securityPolicyEnabled) draft.imply(wcowSecurityPolicy, { logForwardingEnabled: false });
  draft.apply(lateWcowRules);
  return finished(draft, values, lenient, lenient ? debugProblems : verifyWcowOptions);
};

/** Disks that are known already give way to those of the folder. */
const applyBootFolder = (draft: Draft<WcowOptions>, values: AnnotationValues, host: BuilderHost): void => {
  const { bootFilesRootPath: folder } = confidentialWcowRules;
  const { bootFiles, securityPolicyEnabled } = draft.options;
  if (!securityPolicyEnabled || !values.has(folder) || bootFiles?.bootType !== 'blockCim') return;
  const scratch = bootFiles.blockCim?.scratchVhdPath;
  if (scratch !== undefined)
    draft.imply(folder, { bootFiles: confidentialBootFiles(draft.options, scratch, host) });
};
