import { UvmError } from '@uvmkit/vmutils';
import { explanations, type HostCause } from './host-causes.js';
import { known, type Finding, type HostFindings, type ServiceState } from './host-findings.js';
import { verdictsOf } from './verdicts.js';

export type HostCheckName =
  'platform' | 'windows' | 'feature' | 'service' | 'rights' | 'firmware' | 'hypervisor' | 'processors';

/** One thing that VMs need of a machine. */
export interface HostCheck {
  readonly name: HostCheckName;
  /** Undefined where it could not be found out. */
  readonly ok: boolean | undefined;
  /** What is the case, in a sentence. */
  readonly fact: string;
  /** What to do; absent where nothing is wrong. */
  readonly remedy?: string;
}

/**
 * What the findings say, one check for each thing that a VM needs, in the order in which they build on one another: the
 * first that is wrong is the one to mend first. On a system without Windows only that is said.
 */
export const hostChecks = (findings: HostFindings): readonly HostCheck[] => {
  const verdicts = verdictsOf(findings);
  const { platform, arch, osVersion, service, systemCount, processorCount } = findings;
  const wrong = (name: HostCheckName, cause: HostCause): HostCheck => ({
    name,
    ok: false,
    ...explanations[cause](findings),
  });
  const check = (
    name: HostCheckName,
    ok: boolean | undefined,
    facts: { readonly right: string; readonly unknown: string; readonly cause: HostCause },
  ): HostCheck =>
    ok === false ? wrong(name, facts.cause) : { name, ok, fact: ok ? facts.right : facts.unknown };

  if (!verdicts.isSupportedPlatform) return [wrong('platform', 'unsupported-platform')];
  return [
    { name: 'platform', ok: true, fact: `This is ${platform} ${arch}.` },
    check('windows', verdicts.isNewEnough, {
      right: `This is Windows build ${known(osVersion)?.build}.`,
      unknown: notKnown('The version of Windows', osVersion),
      cause: 'old-windows',
    }),
    check('feature', verdicts.hasFeature, {
      right: 'The compute service is installed.',
      unknown: notKnown('Whether the compute service is installed', service),
      cause: 'feature-off',
    }),
    check('service', verdicts.hasService, {
      right: 'The service vmcompute runs.',
      unknown: notKnown('Whether the service vmcompute runs', service),
      cause: serviceCause(known(service)),
    }),
    check('rights', verdicts.hasRights, {
      right: 'This process may use the compute service.',
      unknown: notKnown('Whether this process may use the compute service', systemCount),
      cause: 'no-rights',
    }),
    check('firmware', verdicts.hasVirtualization, {
      right: "The processor's virtualisation is on.",
      unknown:
        verdicts.seesVirtualization === false
          ? "The processor's virtualisation is off, or a hypervisor hides it."
          : notKnown("Whether the processor's virtualisation is on", findings.seesVirtualization),
      cause: 'firmware-off',
    }),
    check('hypervisor', verdicts.hasHypervisor, {
      right: 'The hypervisor runs.',
      unknown: notKnown('Whether the hypervisor runs', processorCount),
      cause: verdicts.hasVirtualization === false ? 'firmware-off' : 'hypervisor-not-launched',
    }),
    processors(processorCount),
  ];
};

const serviceCause = (state: ServiceState | undefined): HostCause => {
  if (state === 'absent') return 'feature-off';
  return state === 'disabled' ? 'service-disabled' : 'service-not-running';
};

const isEndOfWait = (error: unknown): boolean => error instanceof UvmError && error.code === 'UVM_TIMEOUT';

const processors = (count: Finding<number>): HostCheck => {
  const name = 'processors';
  if ('value' in count) return { name, ok: true, fact: `The service counts ${count.value} processors.` };
  if (isEndOfWait(count.error))
    return { name, ok: undefined, fact: notKnown('Whether the service counts the processors', count) };
  return {
    name,
    ok: false,
    fact: notKnown('The number of processors', count),
    remedy: 'Mend what is wrong above: no VM can be created while this query fails.',
  };
};

const notKnown = (what: string, finding: Finding<unknown>): string => {
  const why = 'error' in finding && finding.error instanceof Error ? ` (${finding.error.message})` : '';
  return `${what} could not be found out${why}.`;
};
