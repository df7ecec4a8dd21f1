import { windowsPaths } from '@uvmkit/lcow-builder';
import { checkHost, createHostFacts, createNativeHost, diagnose, inspectHost } from '@uvmkit/native-hcs';
import { defaultBootFilesPath, silentLogger, type Logger } from '@uvmkit/vmutils';
import { existsSync } from 'node:fs';
import { errors } from '../errors.js';
import type { Engine } from './engine.js';
import { localBuilderHost } from './local-builder-host.js';

/** Less than this, and the kernel that Windows hosts use does not come up. */
const MINIMUM_MEMORY_MIB = 64;

export interface HcsEngineOptions {
  /** The folder with kernel and root file system; by default where Windows hosts keep them for all programs. */
  readonly bootFiles?: string | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Virtual machines of Windows' own Host Compute Service.
 *
 * @throws UVM_ENGINE_UNAVAILABLE with what is wrong with this machine and what to do
 */
export const hcsEngine = async ({
  bootFiles,
  logger = silentLogger,
}: HcsEngineOptions = {}): Promise<Engine> => {
  await assertUsable();
  const facts = createHostFacts({ logger });
  const [{ build }, processors] = await Promise.all([facts.osVersion(), facts.processors()]);
  const programFiles = process.env['ProgramFiles'];
  const bootFilesPath =
    bootFiles ??
    defaultBootFilesPath({
      argv0: process.argv[1] ?? 'uvm',
      programFiles,
      exists: (path) => existsSync(path),
    });
  const host = createNativeHost({ logger });

  return {
    name: 'hcs',
    host,
    builderHost: {
      ...localBuilderHost({ bootFilesPath }),
      osBuild: build,
      paths: windowsPaths,
      programFilesPath: programFiles ?? '',
      logicalProcessorCount: () => processors.count,
    },
    bootFilesPath,
    minimumMemoryMiB: MINIMUM_MEMORY_MIB,
    check: assertUsable,
    fileAccess: {
      grant: (id, file) => facts.fileAccess.grantToVm(id, file),
      revoke: (id, file) => facts.fileAccess.revokeFromVm(id, file),
    },
    explain: async (error) => diagnose(error, await inspectHost()),
    [Symbol.asyncDispose]: () => host.close(),
  };
};

const assertUsable = async (signal?: AbortSignal): Promise<void> => {
  const wrong = (await checkHost({ signal })).filter(({ ok }) => ok === false);
  if (wrong.length === 0) return;
  const reasons = wrong.map(({ fact, remedy = '' }) => `${fact} ${remedy}`.trim());
  throw errors.UVM_ENGINE_UNAVAILABLE(`hcs: ${reasons.join(' ')}`, { engine: 'hcs', checks: wrong });
};
