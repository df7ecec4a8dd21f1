import { hcsError, hresults } from '@uvmkit/hcs';
import type { ComputeSystem, VirtualMachine } from '@uvmkit/hcs-schema';
import type { HypervisorConfig } from '@uvmkit/hypervisor';
import { mib } from '@uvmkit/vmutils';
import { guestKernelLine } from './guest-kernel-line.js';
import { errors } from './errors.js';
import { unsupportedMembers } from './unsupported-members.js';

/** One thing in a document that this host cannot build, with the path of the member. */
export interface DocumentProblem {
  readonly path: string;
  readonly message: string;
}

/** What the reference client and HCS do when a document leaves the member out. */
const DEFAULT_MEMORY_MIB = 1024;
const DEFAULT_PROCESSORS = 1;

/** Turns a document into a virtual machine for any hypervisor, or throws every problem at once. Opens no file. */
export const planMachine = (runtimeId: string, document: ComputeSystem): HypervisorConfig => {
  const machine = document.VirtualMachine;
  if (machine === undefined)
    throw refuse([{ path: 'VirtualMachine', message: 'only virtual machines are supported' }]);

  const kernel = machine.Chipset?.LinuxKernelDirect;
  const problems = [...bootProblems(machine), ...topologyProblems(machine), ...unsupportedMembers(machine)];
  if (problems.length > 0 || kernel === undefined) throw refuse(problems);

  const { Memory, Processor } = machine.ComputeTopology ?? {};
  return {
    id: runtimeId,
    kernelPath: kernel.KernelFilePath ?? '',
    initrdPath: kernel.InitRdPath ?? '',
    kernelParams: guestKernelLine(kernel.KernelCmdLine ?? ''),
    vcpus: Processor?.Count ?? DEFAULT_PROCESSORS,
    memory: mib(Number(Memory?.SizeInMB ?? DEFAULT_MEMORY_MIB)),
    scsiControllers: Object.keys(machine.Devices?.Scsi ?? {}).length,
  };
};

const bootProblems = ({ Chipset }: VirtualMachine): readonly DocumentProblem[] => {
  const kernel = Chipset?.LinuxKernelDirect;
  if (kernel === undefined) {
    return [
      {
        path: 'VirtualMachine.Chipset',
        message: 'needs LinuxKernelDirect, the one boot method of this host',
      },
    ];
  }
  return (['KernelFilePath', 'InitRdPath'] as const)
    .filter((member) => (kernel[member] ?? '') === '')
    .map((member) => ({
      path: `VirtualMachine.Chipset.LinuxKernelDirect.${member}`,
      message: 'names no file',
    }));
};

const topologyProblems = ({ ComputeTopology }: VirtualMachine): readonly DocumentProblem[] => {
  const problems: DocumentProblem[] = [];
  const memory = ComputeTopology?.Memory?.SizeInMB;
  if (
    memory !== undefined &&
    (memory <= 0 || BigInt(memory) % 2n !== 0n || memory > Number.MAX_SAFE_INTEGER)
  ) {
    problems.push({
      path: 'VirtualMachine.ComputeTopology.Memory.SizeInMB',
      message: `is ${memory}, but has to be a positive even number of MiB`,
    });
  }
  const count = ComputeTopology?.Processor?.Count;
  if (count !== undefined && count < 1) {
    problems.push({
      path: 'VirtualMachine.ComputeTopology.Processor.Count',
      message: `is ${count}, but a virtual machine has at least one processor`,
    });
  }
  return problems;
};

const refuse = (problems: readonly DocumentProblem[]): Error => {
  const detail = problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  return hcsError(hresults.E_INVALIDARG, {
    detail: `${detail}.`,
    cause: errors.UVM_EMULATOR_DOCUMENT(`${detail}.`, { problems }),
  });
};
