import { hresults, sameHresult } from '@uvmkit/hcs';
import { describedErrors, UvmError } from '@uvmkit/vmutils';
import { hostChecks } from './host-checks.js';
import { explanations, type HostCause } from './host-causes.js';
import { known, type HostFindings } from './host-findings.js';
import { rootHresult } from './root-hresult.js';
import { verdictsOf, type Verdicts } from './verdicts.js';

/**
 * Finds what on this machine is behind an error: one HRESULT has many causes, each with another remedy.
 *
 * @returns an error of the same code, whose message names the cause and whose remedy mends it, with the cause's name as
 *   `data.hostCause`, all checks as `data.checks`, and the given error as its cause. Where the findings do not explain
 *   the error, its own remedy stays and there is no `data.hostCause`. What is no matter of the machine comes back as it is.
 */
export const diagnose = <E>(error: E, findings: HostFindings): E | UvmError => {
  if (!(error instanceof UvmError)) return error;
  const look = looks.find(({ isFor }) => isFor(error));
  if (!look) return error;

  const { code, data } = error;
  const checks = hostChecks(findings);
  const says = describedErrors().get(code)?.says ?? error.message;
  const hostCause = look.cause(verdictsOf(findings), findings);
  if (hostCause === undefined) {
    const nothing = 'Nothing that was checked on this machine explains it.';
    return new UvmError(code, { says, remedy: error.remedy }, nothing, { ...data, checks }, { cause: error });
  }
  const { fact, remedy } = explanations[hostCause](findings);
  return new UvmError(code, { says, remedy }, fact, { ...data, hostCause, checks }, { cause: error });
};

/** How to find the cause of one kind of error. */
interface Look {
  isFor(error: UvmError): boolean;
  cause(verdicts: Verdicts, findings: HostFindings): HostCause | undefined;
}

const hasHresult =
  (code: number) =>
  (error: UvmError): boolean => {
    const hresult = rootHresult(error);
    return hresult !== undefined && sameHresult(hresult, code);
  };

const hasCode =
  (code: string) =>
  (error: UvmError): boolean =>
    error.code === code;

/** What comes before everything else: without it nothing below can be right. */
const ground = ({ isSupportedPlatform, isNewEnough, hasFeature }: Verdicts): HostCause | undefined => {
  if (!isSupportedPlatform) return 'unsupported-platform';
  if (isNewEnough === false) return 'old-windows';
  return hasFeature === false ? 'feature-off' : undefined;
};

const serviceCause = (verdicts: Verdicts, { service }: HostFindings): HostCause | undefined => {
  if (verdicts.hasService === undefined) return undefined;
  if (verdicts.hasService) return 'service-back';
  return known(service) === 'disabled' ? 'service-disabled' : 'service-not-running';
};

/** The error itself says that no hypervisor runs, so none hides what the processor has. */
const hypervisorCause = ({ hasHypervisor, seesVirtualization }: Verdicts): HostCause => {
  if (hasHypervisor) return 'hypervisor-refused';
  return seesVirtualization === false ? 'firmware-off' : 'hypervisor-not-launched';
};

const looks: readonly Look[] = [
  {
    isFor: hasHresult(hresults.HCS_E_HYPERV_NOT_INSTALLED),
    cause: (verdicts) => ground(verdicts) ?? hypervisorCause(verdicts),
  },
  {
    isFor: (error) =>
      hasHresult(hresults.HCS_E_SERVICE_NOT_AVAILABLE)(error) ||
      hasHresult(hresults.HCS_E_SERVICE_DISCONNECT)(error),
    cause: (verdicts, findings) => ground(verdicts) ?? serviceCause(verdicts, findings),
  },
  {
    isFor: hasHresult(hresults.HCS_E_ACCESS_DENIED),
    cause: ({ hasRights }) => (hasRights === false ? 'no-rights' : undefined),
  },
  {
    isFor: hasHresult(hresults.ERROR_ACCESS_DENIED),
    cause: ({ hasRights }) => {
      if (hasRights === undefined) return undefined;
      return hasRights ? 'no-file-access' : 'no-rights';
    },
  },
  { isFor: hasCode('UVM_UNSUPPORTED_PLATFORM'), cause: (verdicts) => ground(verdicts) },
  { isFor: hasCode('UVM_NATIVE_LIBRARY_MISSING'), cause: (verdicts) => ground(verdicts) },
  {
    isFor: hasCode('UVM_NATIVE_FUNCTION_MISSING'),
    cause: (verdicts, { osVersion }) =>
      ground(verdicts) ?? (known(osVersion) === undefined ? undefined : 'function-missing'),
  },
];
