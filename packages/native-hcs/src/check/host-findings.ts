import type { OsVersion } from '@uvmkit/vmutils';

/** What was found out about one thing, or why it could not be. */
export type Finding<T> = { readonly value: T } | { readonly error: unknown };

/** The value of a finding; undefined where it is not known. */
export const known = <T>(finding: Finding<T>): T | undefined =>
  'value' in finding ? finding.value : undefined;

/** State of the compute service, vmcompute. `disabled` is stopped, and nobody can start it. */
export type ServiceState = 'absent' | 'disabled' | 'stopped' | 'starting' | 'stopping' | 'running' | 'paused';

/** What was found on this machine, as it is. What it means is for `hostChecks` and `diagnose` to say. */
export interface HostFindings {
  /** `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** The caller said which libraries to load in place of Windows' own. */
  readonly hasGivenLibraries: boolean;
  readonly osVersion: Finding<OsVersion>;
  /** Whether computecore.dll loads. */
  readonly libraryLoads: Finding<boolean>;
  readonly service: Finding<ServiceState>;
  /** How many compute systems the service lists for this user. */
  readonly systemCount: Finding<number>;
  /** Whether this process has these groups' rights; an administrator's only once they are elevated. */
  readonly isAdministrator: Finding<boolean>;
  readonly isHyperVAdministrator: Finding<boolean>;
  /** The processor's virtualisation as Windows sees it. Off also under a hypervisor that runs, which hides it. */
  readonly seesVirtualization: Finding<boolean>;
  /** Logical processors that the service counts, which the hypervisor tells it. */
  readonly processorCount: Finding<number>;
}
