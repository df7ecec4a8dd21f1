import { hresults, sameHresult } from '@uvmkit/hcs';
import { OS_BUILDS } from '@uvmkit/vmutils';
import { known, type HostFindings } from './host-findings.js';
import { rootHresult } from './root-hresult.js';

/** What the findings come down to. Every verdict is undefined where they do not say. */
export interface Verdicts {
  readonly isSupportedPlatform: boolean;
  readonly isNewEnough: boolean | undefined;
  readonly hasFeature: boolean | undefined;
  readonly hasService: boolean | undefined;
  readonly hasRights: boolean | undefined;
  readonly hasHypervisor: boolean | undefined;
  /** Whether the processor's virtualisation is on, where no hypervisor hides it. */
  readonly seesVirtualization: boolean | undefined;
  readonly hasVirtualization: boolean | undefined;
}

const deniedHresults: readonly number[] = [hresults.HCS_E_ACCESS_DENIED, hresults.ERROR_ACCESS_DENIED];

const failedWith = (finding: object, codes: readonly number[]): boolean => {
  const hresult = 'error' in finding ? rootHresult(finding.error) : undefined;
  return hresult !== undefined && codes.some((code) => sameHresult(code, hresult));
};

export const verdictsOf = (findings: HostFindings): Verdicts => {
  const hasHypervisor = hypervisorOf(findings);
  const seesVirtualization = virtualizationOf(findings);
  return {
    isSupportedPlatform: platformOf(findings),
    isNewEnough: windowsOf(findings),
    hasFeature: featureOf(findings),
    hasService: serviceOf(findings),
    hasRights: rightsOf(findings),
    hasHypervisor,
    seesVirtualization,
    // Off may mean that a hypervisor hides it: no verdict where it is not known whether one runs.
    hasVirtualization:
      hasHypervisor ||
      (seesVirtualization === false && hasHypervisor === undefined ? undefined : seesVirtualization),
  };
};

const platformOf = ({ platform, arch, hasGivenLibraries }: HostFindings): boolean =>
  hasGivenLibraries || (platform === 'win32' && (arch === 'x64' || arch === 'arm64'));

const windowsOf = ({ osVersion }: HostFindings): boolean | undefined => {
  const version = known(osVersion);
  return version && version.build >= OS_BUILDS.RS5;
};

/** Whoever was told anything by the service, were it that he has no rights, has reached it. */
const answered = ({ systemCount, processorCount }: HostFindings): boolean =>
  [systemCount, processorCount].some(
    (finding) => known(finding) !== undefined || failedWith(finding, deniedHresults),
  );

const featureOf = (findings: HostFindings): boolean | undefined => {
  if (answered(findings)) return true;
  const state = known(findings.service);
  if (known(findings.libraryLoads) === false || state === 'absent') return false;
  return state === undefined ? undefined : true;
};

/** Windows starts the service when it is called: a state that was read before or after is not the last word. */
const serviceOf = (findings: HostFindings): boolean | undefined => {
  if (answered(findings)) return true;
  const state = known(findings.service);
  return state && state === 'running';
};

const rightsOf = ({
  systemCount,
  isAdministrator,
  isHyperVAdministrator,
}: HostFindings): boolean | undefined => {
  if (known(systemCount) !== undefined) return true;
  if (failedWith(systemCount, deniedHresults)) return false;
  const memberships = [known(isAdministrator), known(isHyperVAdministrator)];
  if (memberships.includes(true)) return true;
  return memberships.includes(undefined) ? undefined : false;
};

/**
 * The service counts processors by asking the hypervisor, so an answer shows that it runs. (The processor's own flag for
 * a hypervisor cannot be read from here, and is set in every VM as well.)
 */
const hypervisorOf = ({ processorCount }: HostFindings): boolean | undefined => {
  if (known(processorCount) !== undefined) return true;
  return failedWith(processorCount, [hresults.HCS_E_HYPERV_NOT_INSTALLED]) ? false : undefined;
};

/** Windows tells it of x86 processors only. */
const virtualizationOf = ({ seesVirtualization, arch }: HostFindings): boolean | undefined => {
  const sees = known(seesVirtualization);
  return arch === 'arm64' && sees === false ? undefined : sees;
};
