import { UvmError, type Logger } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { cacheFolder } from '../provision/cache-folder.js';
import { findQemu } from '../provision/find-qemu.js';
import { findGuestImage } from '../provision/guest-image.js';
import type { Engine, EngineName } from './engine.js';
import { qemuEngine } from './qemu-engine.js';
import { simulatorEngine } from './simulator-engine.js';

export const engineChoices = ['auto', 'hcs', 'qemu', 'simulator'] as const;
export type EngineChoice = (typeof engineChoices)[number];

export interface ChooseOptions {
  readonly bootFiles?: string | undefined;
  readonly warm: boolean;
  readonly logger: Logger;
  /** Hears which engine `auto` took, where that is not the best one. */
  readonly note: (message: string) => void;
}

/** The engine asked for; for `auto` the best one that this machine has what it takes for. */
export const chooseEngine = (choice: EngineChoice, options: ChooseOptions): Promise<Engine> =>
  choice === 'auto' ? bestEngine(options) : makers[choice](options);

const makers: Readonly<Record<EngineName, (options: ChooseOptions) => Promise<Engine>>> = {
  async hcs({ bootFiles, logger }) {
    const { hcsEngine } = await import('./hcs-engine.js');
    return hcsEngine({ bootFiles, logger });
  },
  async qemu({ bootFiles: given, warm, logger }) {
    const cache = cacheFolder();
    const qemu = await findQemu(cache);
    if (qemu === undefined) {
      throw errors.UVM_ENGINE_UNAVAILABLE(
        'There is no QEMU on the PATH and no private one, which `uvm setup` fetches.',
      );
    }
    const bootFiles = given ?? (await findGuestImage(cache));
    if (bootFiles === undefined) throw errors.UVM_BOOT_FILES_MISSING();
    return qemuEngine({ qemu, bootFiles, warm, cache, logger });
  },
  async simulator({ bootFiles, logger }) {
    return simulatorEngine({ bootFiles, logger });
  },
};

/** Reasons to fall back: what is missing can be had. A broken choice of the user is none. */
const missing = new Set(['UVM_ENGINE_UNAVAILABLE', 'UVM_BOOT_FILES_MISSING', 'UVM_NO_PACKAGES']);

/** What runs real VMs here. */
const realEngine: EngineName = process.platform === 'win32' ? 'hcs' : 'qemu';
const setUp = realEngine === 'qemu' ? ' For real VMs: uvm setup' : '';

const bestEngine = async (options: ChooseOptions): Promise<Engine> => {
  try {
    return await makers[realEngine](options);
  } catch (error) {
    if (!(error instanceof UvmError && missing.has(error.code))) throw error;
    options.note(`using the simulator, which runs scripted programs only. ${error.message}${setUp}`);
    return makers.simulator(options);
  }
};
