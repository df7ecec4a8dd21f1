import { hcsError } from '@uvmkit/hcs';
import type { HostFindings } from '../../src/index.js';

/** What is found where an HRESULT came instead. */
export const failedWith = (hresult: number): { readonly error: unknown } => ({
  error: hcsError(hresult, { detail: 'The query failed.' }),
});

export const notLookedAt = { error: new Error('not looked at') } as const;

/** A Windows 11 on which VMs run, for an administrator. */
export const soundHost: HostFindings = {
  platform: 'win32',
  arch: 'x64',
  hasGivenLibraries: false,
  osVersion: { value: { major: 10, minor: 0, build: 26100 } },
  libraryLoads: { value: true },
  service: { value: 'running' },
  systemCount: { value: 0 },
  isAdministrator: { value: true },
  isHyperVAdministrator: { value: false },
  seesVirtualization: { value: false },
  processorCount: { value: 8 },
};

/** Nothing could be found out, not even whether the service is there. */
export const unknownHost: HostFindings = {
  ...soundHost,
  osVersion: notLookedAt,
  libraryLoads: notLookedAt,
  service: notLookedAt,
  systemCount: notLookedAt,
  isAdministrator: notLookedAt,
  isHyperVAdministrator: notLookedAt,
  seesVirtualization: notLookedAt,
  processorCount: notLookedAt,
};
