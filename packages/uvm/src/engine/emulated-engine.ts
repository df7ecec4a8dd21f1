import { createEmulatedHost } from '@uvmkit/hcs-emulator';
import type { Hypervisor } from '@uvmkit/hypervisor';
import type { BuilderHost } from '@uvmkit/lcow-builder';
import type { Logger } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import type { Engine, EngineName } from './engine.js';

export interface EmulatedEngineParts {
  readonly name: EngineName;
  readonly hypervisor: Hypervisor;
  readonly builderHost: BuilderHost;
  readonly bootFilesPath: string;
  readonly minimumMemoryMiB: number;
  readonly warm: boolean;
  readonly logger: Logger;
}

/** An engine out of any hypervisor: HCS is emulated over it. */
export const emulatedEngine = ({
  name,
  hypervisor,
  builderHost,
  bootFilesPath,
  minimumMemoryMiB,
  warm,
  logger,
}: EmulatedEngineParts): Engine => {
  const host = createEmulatedHost({ hypervisor, warm, logger });
  return {
    name,
    host,
    builderHost,
    bootFilesPath,
    minimumMemoryMiB,
    async check(signal) {
      const { usable, facts, problems } = await hypervisor.check({ signal });
      logger.debug('host checked', { engine: name, facts, problems });
      if (usable) return;
      const reasons = problems.map(({ message, remedy }) => `${message} ${remedy}`);
      throw errors.UVM_ENGINE_UNAVAILABLE(`${name}: ${reasons.join(' ')}`, { engine: name, problems });
    },
    [Symbol.asyncDispose]: () => host.close(),
  };
};
