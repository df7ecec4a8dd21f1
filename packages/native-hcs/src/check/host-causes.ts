import { OS_BUILDS } from '@uvmkit/vmutils';
import { known, type HostFindings } from './host-findings.js';

/** Why this machine cannot do what was asked. */
export type HostCause =
  | 'unsupported-platform'
  | 'old-windows'
  | 'feature-off'
  | 'service-disabled'
  | 'service-not-running'
  | 'service-back'
  | 'no-rights'
  | 'no-file-access'
  | 'firmware-off'
  | 'hypervisor-not-launched'
  | 'hypervisor-refused'
  | 'function-missing';

/** One cause in words: what is the case here, and what to do about it. */
export interface Explanation {
  readonly fact: string;
  readonly remedy: string;
}

type Explain = (findings: HostFindings) => Explanation;

export const explanations: Readonly<Record<HostCause, Explain>> = {
  'unsupported-platform': ({ platform, arch }) => ({
    fact: `This is ${platform} ${arch}.`,
    remedy: 'Run it on 64-bit Windows, or take @uvmkit/hcs-emulator: the same port on any system.',
  }),
  'old-windows': (findings) => ({
    fact: `This is Windows build ${buildOf(findings)}; the compute service is usable since ${OS_BUILDS.RS5}.`,
    remedy: 'Update to Windows 10 1809, Windows Server 2019 or later.',
  }),
  'feature-off': ({ libraryLoads }) => ({
    fact: `The Windows feature "Virtual Machine Platform" is off: ${
      known(libraryLoads) === false ? 'computecore.dll does not load' : 'there is no service vmcompute'
    }.`,
    remedy:
      'As administrator: `dism.exe /online /enable-feature /featurename:VirtualMachinePlatform /all` (on Windows Server `Install-WindowsFeature Hyper-V`), then restart.',
  }),
  'service-disabled': () => ({
    fact: 'The service vmcompute is disabled.',
    remedy: 'As administrator: `sc.exe config vmcompute start= demand`, then `sc.exe start vmcompute`.',
  }),
  'service-not-running': ({ service }) => ({
    fact: `The service vmcompute is ${known(service) ?? 'not to be reached'}.`,
    remedy:
      'As administrator: `sc.exe start vmcompute`, unless it is just starting. The event log Microsoft-Windows-Hyper-V-Compute says why it stopped.',
  }),
  'service-back': () => ({
    fact: 'The service vmcompute runs now: it was not ready, or has been restarted.',
    remedy: 'Try again: open the systems that are still listed, and create the others anew.',
  }),
  'no-rights': () => ({
    fact: 'This process may not use the compute service.',
    remedy:
      'Run it as administrator (elevated), or add the user to the group "Hyper-V Administrators" and sign in again.',
  }),
  'no-file-access': () => ({
    fact: 'This process may use the compute service, so it is the VM that may not open one of its files.',
    remedy:
      "Give the VM access to each disk of the document and to the disk's parents: `fileAccess.grantToVm(vmId, path)`.",
  }),
  'firmware-off': () => ({
    fact: "The processor's virtualisation is off.",
    remedy:
      'Turn on Intel VT-x or AMD-V (SVM) in the firmware settings and restart. If this Windows is a VM: let its host expose the virtualisation extensions.',
  }),
  'hypervisor-not-launched': () => ({
    fact: 'The hypervisor was not launched when Windows started.',
    remedy:
      'Restart, if the feature has just been enabled. Otherwise, as administrator: `bcdedit /set hypervisorlaunchtype auto`, then restart.',
  }),
  'hypervisor-refused': () => ({
    fact: 'The hypervisor runs, and yet refused this.',
    remedy:
      'Look at the processor settings of the document: nested virtualisation and some features need more than a running hypervisor.',
  }),
  'function-missing': (findings) => ({
    fact: `This is Windows build ${buildOf(findings)}.`,
    remedy: 'Update Windows, or leave out what needs the function that `data.function` names.',
  }),
};

const buildOf = ({ osVersion }: HostFindings): string => String(known(osVersion)?.build ?? 'unknown');
