import type { HypervisorReport } from '@uvmkit/hypervisor';
import { UvmError, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { assertHost } from './host/detect-kvm.js';
import type { QemuEnvironment } from './prepare-vm.js';

type CheckContext = Pick<
  QemuEnvironment,
  'host' | 'accelerators' | 'findQemu' | 'askVersion' | 'cacheFolder'
>;

type Problem = HypervisorReport['problems'][number];

const problemOf = (error: unknown): Problem => {
  if (error instanceof UvmError) return { code: error.code, message: error.message, remedy: error.remedy };
  throw error;
};

/** Whether QEMU can run here, how fast, and what would help. */
export const checkQemu = async (
  { host, accelerators, findQemu, askVersion, cacheFolder }: CheckContext,
  options: WaitOptions = {},
): Promise<HypervisorReport> => {
  const facts: string[] = [];
  try {
    assertHost(host);
    const accelerator = await accelerators.choose();
    const program = await findQemu(accelerator);
    const version = await askVersion(program, options);
    facts.push(`QEMU ${version.text} at ${program.path}`);
    facts.push(accelerator === 'kvm' ? 'KVM' : 'software emulation (TCG)');
    if (program.account) facts.push(`QEMU runs as user ${program.account.uid}, group ${program.account.gid}`);
    if (!program.setpriv) facts.push('no setpriv: QEMU survives a crash of this process');
    facts.push(`cache in ${cacheFolder}`);
  } catch (error) {
    return { usable: false, facts, problems: [problemOf(error)] };
  }
  const obstacle = await accelerators.obstacle();
  const problems = obstacle === undefined ? [] : [problemOf(errors.UVM_QEMU_KVM(obstacle))];
  return { usable: true, facts, problems };
};
