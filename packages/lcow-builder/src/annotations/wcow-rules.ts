import type { WcowOptions } from '../wcow/wcow-options.js';
import { VM } from './annotation-names.js';
import { readable, rulesFor, type AnnotationRule } from './annotation-rule.js';
import { anyText, flagText, isolationText } from './readers.js';
import { sharedImpliedRules } from './shared-rules.js';

const rule = rulesFor<WcowOptions>();

const wcow = `${VM}wcow.`;
const logs = `${VM}forwardlogs.`;

/** Annotations that set one option of a Windows VM and imply nothing else. */
export const wcowRules: readonly AnnotationRule<WcowOptions>[] = [
  rule(`${VM}disablecompartmentnamespace`, 'disableCompartmentNamespace', flagText),
  rule(`${wcow}virtualSMB.nodirectmap`, 'noDirectMap', flagText),
  rule(`${wcow}timezone.noinherit`, 'noInheritHostTimezone', flagText),
  rule('io.microsoft.wcow.debug', 'debugMode', flagText),
];

/** Annotations that win over what a security policy implies. */
export const lateWcowRules: readonly AnnotationRule<WcowOptions>[] = [
  rule(`${logs}sources`, 'logSources', anyText),
  rule(`${logs}enable`, 'logForwardingEnabled', flagText),
  rule(`${logs}defaultsources.enable`, 'defaultLogSourcesEnabled', flagText),
];

/** Annotations that change nothing about the VM of a pod without a security policy, though the options are set. */
export const confidentialWcowRules = {
  writableEfi: rule(`${wcow}writable_efi`, 'writableEfi', flagText),
  debugDataPath: rule('io.microsoft.wcow.debug_data_path', 'debugDataPath', anyText),
  bootFilesRootPath: rule(`${VM}bootfilesrootpath`, 'bootFilesRootPath', anyText),
} as const;

/** Annotations that are read for pods with a security policy only. */
export const policyWcowRules = {
  enforcer: rule(`${wcow}enforcer`, 'securityPolicyEnforcer', anyText),
  noSecureBoot: rule(`${wcow}no_secure_boot`, 'disableSecureBoot', flagText),
  isolationType: readable(rule(`${wcow}isolation_type`, 'isolationType', isolationText)),
  guestStateFile: rule(`${wcow}gueststatefile`, 'guestStateFilePath', anyText),
  referenceInfo: rule(`${wcow}uvm-reference-info-file`, 'uvmReferenceInfoFile', anyText),
  hashEnvelope: sharedImpliedRules.hashEnvelope,
} as const;

export const wcowSecurityPolicy = rule(`${wcow}securitypolicy`, 'securityPolicy', anyText);
