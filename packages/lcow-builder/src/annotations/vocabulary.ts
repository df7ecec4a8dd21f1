import { nearestName } from '../shape/nearest-name.js';
import type { Problem } from '../problems/problem.js';
import {
  CONTAINER,
  namesForOthers,
  REGISTRY_VALUES,
  SERVICE_TABLE,
  VM,
  type PodSystem,
} from './annotation-names.js';
import type { AnnotationRule } from './annotation-rule.js';
import { impliedLcowRules, lateLcowRules, lcowRules } from './lcow-rules.js';
import { sharedImpliedRules, sharedRules } from './shared-rules.js';
import {
  confidentialWcowRules,
  lateWcowRules,
  policyWcowRules,
  wcowRules,
  wcowSecurityPolicy,
} from './wcow-rules.js';

const named = (...rules: readonly (readonly Pick<AnnotationRule<never>, 'name'>[])[]): readonly string[] =>
  rules.flat().map(({ name }) => name);

const shared = [...named(sharedRules, Object.values(sharedImpliedRules)), ...namesForOthers.both];

const own: Readonly<Record<PodSystem, ReadonlySet<string>>> = {
  Linux: new Set([
    ...shared,
    ...named(lcowRules, lateLcowRules, Object.values(impliedLcowRules)),
    ...namesForOthers.Linux,
  ]),
  Windows: new Set([
    ...shared,
    ...named(wcowRules, lateWcowRules, Object.values(confidentialWcowRules), Object.values(policyWcowRules)),
    wcowSecurityPolicy.name,
    REGISTRY_VALUES,
    ...namesForOthers.Windows,
  ]),
};

/** What is wrong with the name of an annotation of such a pod. Names of neither VMs nor containers are never wrong. */
export const nameProblem = (name: string, value: unknown, system: PodSystem): Problem | undefined => {
  if (own[system].has(name) || name.startsWith(SERVICE_TABLE)) return undefined;
  const other = system === 'Linux' ? 'Windows' : 'Linux';
  if (own[other].has(name)) return foreignName(name, value, system, other);
  return name.startsWith(VM) || name.startsWith(CONTAINER) ? unknownName(name, value, system) : undefined;
};

const foreignName = (path: string, value: unknown, system: PodSystem, other: PodSystem): Problem => {
  const twin = path.replace(/\.[lw]cow\./u, system === 'Linux' ? '.lcow.' : '.wcow.');
  return {
    path,
    rule: 'annotation-system',
    value,
    message: `The annotation is for ${other} pods, and would change nothing about this ${system} pod.`,
    remedy: own[system].has(twin) ? `Did you mean ${twin}?` : 'Leave it out.',
  };
};

const unknownName = (path: string, value: unknown, system: PodSystem): Problem => {
  const nearest = nearestName(path, own[system]);
  return {
    path,
    rule: 'annotation-name',
    value,
    message: `There is no annotation ${path}.`,
    remedy: nearest === undefined ? 'Leave it out.' : `Did you mean ${nearest}?`,
  };
};
