import { UvmError } from '@uvmkit/vmutils';
import type { Accelerator } from '../arguments.js';
import type { errors } from '../errors.js';
import { kvmObstacle, type HostProbe } from './detect-kvm.js';

export type AcceleratorChoice = 'auto' | Accelerator;

/** Which accelerator guests run on, and what was learned of it. */
export interface Accelerators {
  /** The best one as far as is known now. */
  choose(): Promise<Accelerator>;
  /** What the last choice was; software emulation before the first. */
  current(): Accelerator;
  /** Whether the next guest decides about KVM. */
  needsProof(): boolean;
  /** Why KVM is not used; undefined when it is, or was not wanted. */
  obstacle(): Promise<string | undefined>;
  /** Runs a start, which proves KVM; when it disproves it, runs it again without. */
  provedBy<T>(start: () => Promise<T>): Promise<T>;
}

export const createAccelerators = (wanted: AcceleratorChoice, host: HostProbe): Accelerators => {
  let lookedFor: Promise<string | undefined> | undefined;
  let disproof: string | undefined;
  let isProved = wanted !== 'auto';
  let current: Accelerator = wanted === 'auto' ? 'tcg' : wanted;

  const obstacle = async (): Promise<string | undefined> => {
    if (wanted !== 'auto') return undefined;
    lookedFor ??= kvmObstacle(host);
    return disproof ?? (await lookedFor);
  };
  const choose = async (): Promise<Accelerator> => {
    if (wanted === 'auto') current = (await obstacle()) === undefined ? 'kvm' : 'tcg';
    return current;
  };
  const needsProof = (): boolean => !isProved && current === 'kvm';

  return {
    choose,
    current: () => current,
    needsProof,
    obstacle,
    provedBy: async (start) => {
      try {
        const started = await start();
        if (current === 'kvm') isProved = true;
        return started;
      } catch (error) {
        if (!needsProof() || !mayBeKvm(error)) throw error;
        disproof = error.message;
        return start();
      }
    },
  };
};

/** Failures that may be KVM's: it gave up, or QEMU would not start with it. The next start tells. */
const kvmFailures: readonly (keyof typeof errors)[] = ['UVM_QEMU_KVM', 'UVM_QEMU_START', 'UVM_QEMU_DIED'];

const mayBeKvm = (error: unknown): error is UvmError =>
  error instanceof UvmError && kvmFailures.some((code) => code === error.code);
