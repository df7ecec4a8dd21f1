import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { errors } from '../errors.js';

/** What this machine shows of its abilities; injected in tests. */
export interface HostProbe {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** Whether `/dev/kvm` opens for reading and writing. */
  canOpenKvm(): Promise<boolean>;
  /** `/proc/cpuinfo`. */
  cpuInfo(): Promise<string>;
}

/** @throws UVM_QEMU_HOST */
export const assertHost = ({ platform, arch }: HostProbe): void => {
  if (platform !== 'linux' || arch !== 'x64')
    throw errors.UVM_QEMU_HOST(`It is ${platform} on ${arch}.`, { platform, arch });
};

/** What a guest on KVM sees of the processor: a saved guest cannot do without it. */
export const processorOf = async (host: HostProbe): Promise<string> =>
  ((await host.cpuInfo()).split('\n\n')[0] ?? '').match(/^(?:model name|flags)\s.*$/gm)?.join('\n') ?? '';

export const linuxHost: HostProbe = {
  platform: process.platform,
  arch: process.arch,
  canOpenKvm: () =>
    access('/dev/kvm', constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    ),
  cpuInfo: () => readFile('/proc/cpuinfo', 'latin1').catch(() => ''),
};

/**
 * Why KVM will not run guests here, or undefined when it may. A device that opens is no proof: a host may emulate KVM in
 * software, which fails on stock kernels. The last proof is a guest that answers.
 */
export const kvmObstacle = async (host: HostProbe): Promise<string | undefined> => {
  if (!(await host.canOpenKvm())) return '/dev/kvm is missing or this user may not open it.';
  const flags = /^flags\s*:(.*)$/m.exec(await host.cpuInfo())?.[1]?.split(' ') ?? [];
  if (!flags.includes('vmx') && !flags.includes('svm'))
    return 'The processor shows neither VT-x (vmx) nor AMD-V (svm), whatever /dev/kvm says.';
  return undefined;
};
