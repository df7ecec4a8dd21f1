import type { BuilderHost } from '../host/builder-host.js';
import type { Problem } from '../problems/problem.js';
import { confidentialMeasurements } from '../wcow/confidential-boot-files.js';
import type { WcowOptions } from '../wcow/wcow-options.js';
import type { AnnotationValues } from './annotation-values.js';
import type { Draft } from './draft.js';
import { memorySize, sharedImpliedRules } from './shared-rules.js';
import { confidentialWcowRules, policyWcowRules, wcowSecurityPolicy } from './wcow-rules.js';

/** MiB that a confidential Windows VM needs. */
const LEAST_MEMORY = 2048;

/** A policy makes the VM confidential: pinned memory, 2 GiB at least, an isolation and the files that belong to it. */
export const applyWcowSecurityPolicy = (
  draft: Draft<WcowOptions>,
  values: AnnotationValues,
  host: BuilderHost,
  isLenient: boolean,
): void => {
  draft.apply([wcowSecurityPolicy]);
  if (draft.options.securityPolicy === '') {
    values.passedOver.push(...withoutPolicy(values));
    return;
  }
  draft.imply(wcowSecurityPolicy, { securityPolicyEnabled: true, allowOvercommit: false });
  applyMemory(draft, values, isLenient);

  const { enforcer, noSecureBoot, isolationType, guestStateFile, referenceInfo, hashEnvelope } =
    policyWcowRules;
  const lacksHardware = values.read(sharedImpliedRules.noSecurityHardware) === true;
  if (lacksHardware) draft.imply(sharedImpliedRules.noSecurityHardware, { isolationType: 'GuestStateOnly' });
  else if (draft.options.isolationType === '')
    draft.imply(wcowSecurityPolicy, { isolationType: 'SecureNestedPaging' });
  draft.apply([enforcer, noSecureBoot, isolationType]);

  const measured = confidentialMeasurements(draft.options, host);
  const { guestStateFilePath, uvmReferenceInfoFile, uvmHashEnvelopeReferenceInfoFile } = draft.options;
  draft.imply(wcowSecurityPolicy, {
    guestStateFilePath: guestStateFilePath || measured.guestStateFilePath,
    uvmReferenceInfoFile: uvmReferenceInfoFile || measured.uvmReferenceInfoFile,
    uvmHashEnvelopeReferenceInfoFile:
      uvmHashEnvelopeReferenceInfoFile || measured.uvmHashEnvelopeReferenceInfoFile,
  });
  draft.apply([guestStateFile, referenceInfo, hashEnvelope]);
};

/** Less is raised when nobody asked for it, and refused when an annotation did. The reference forgets all but that. */
const applyMemory = (draft: Draft<WcowOptions>, values: AnnotationValues, isLenient: boolean): void => {
  const wanted = values.exactly(memorySize) as WcowOptions['memorySizeInMB'] | undefined;
  if (wanted !== undefined) {
    if (wanted < LEAST_MEMORY) values.refused.push(tooLittle(values, wanted));
  } else if (isLenient || draft.options.memorySizeInMB < LEAST_MEMORY)
    draft.imply(wcowSecurityPolicy, { memorySizeInMB: LEAST_MEMORY });
};

const tooLittle = (values: AnnotationValues, value: unknown): Problem => ({
  path: values.writtenAs(memorySize),
  rule: 'confidential-memory',
  value,
  message: `A confidential Windows VM needs ${LEAST_MEMORY} MiB.`,
  remedy: `Ask for ${LEAST_MEMORY} or more, or leave the annotation out.`,
  reference: `minimum ${LEAST_MEMORY}MB of memory is required for confidential pods, got: ${String(value)}`,
});

const withoutPolicy = (values: AnnotationValues): readonly Problem[] =>
  [...Object.values(policyWcowRules), ...Object.values(confidentialWcowRules)]
    .filter((rule) => values.has(rule))
    .map((rule) => ({
      path: values.writtenAs(rule),
      rule: 'annotation-without-policy',
      value: values.text(rule.name),
      message: 'Only confidential pods heed the annotation, and this pod has no security policy.',
      remedy: `Give ${wcowSecurityPolicy.name}, or leave the annotation out.`,
    }));
