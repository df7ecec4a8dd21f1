import { memoryHost, posixPaths } from '@uvmkit/lcow-builder';
import { createSimulator, type SimulatorOptions } from '@uvmkit/simulator';
import { silentLogger, type Logger } from '@uvmkit/vmutils';
import { emulatedEngine } from './emulated-engine.js';
import type { Engine } from './engine.js';
import { localBuilderHost } from './local-builder-host.js';

/** Boot files that exist by name only: the simulator opens none. */
const SIMULATED_BOOT_FILES = '/simulated/boot';

const simulatedHost = memoryHost({
  paths: posixPaths,
  currentDirectory: '/',
  osBuild: 26100,
  files: { [`${SIMULATED_BOOT_FILES}/kernel`]: 0, [`${SIMULATED_BOOT_FILES}/initrd.img`]: 0 },
});

export interface SimulatorEngineOptions {
  /** Real boot files, to be checked for their presence; by default a folder that exists by name only. */
  readonly bootFiles?: string | undefined;
  /** Programs, faults and clock of the simulated guest. */
  readonly simulator?: SimulatorOptions;
  readonly logger?: Logger;
}

/** Guests simulated in this process: boots in milliseconds, needs nothing, runs a small set of scripted programs. */
export const simulatorEngine = ({
  bootFiles,
  simulator,
  logger = silentLogger,
}: SimulatorEngineOptions = {}): Engine =>
  emulatedEngine({
    name: 'simulator',
    hypervisor: createSimulator(simulator),
    builderHost: bootFiles === undefined ? simulatedHost : localBuilderHost({ bootFilesPath: bootFiles }),
    bootFilesPath: bootFiles ?? SIMULATED_BOOT_FILES,
    minimumMemoryMiB: 1,
    warm: false,
    logger,
  });
