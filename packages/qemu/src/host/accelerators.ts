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
        if (!needsProof() || !isKvmFailure(error)) throw error;
        disproof = error.message;
        return start();
      }
    },
  };
};

const isKvmFailure = (error: unknown): error is UvmError => {
  const code: keyof typeof errors = 'UVM_QEMU_KVM';
  return error instanceof UvmError && error.code === code;
};
