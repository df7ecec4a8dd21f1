import { UvmError, waitFor, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import type { LibraryPaths } from '../calls/libraries.js';
import type { Native } from '../calls/native.js';
import { createHostFacts } from '../facts/host-facts.js';
import { createNativeHost } from '../host/native-host.js';
import { runtimeOf } from '../operations/runtime.js';
import type { Finding, HostFindings } from './host-findings.js';
import { isMemberOf } from './membership.js';
import { readServiceState } from './service-state.js';

/** Milliseconds for everything that is looked at, if nothing else is said. */
const DEFAULT_MS = 10_000;

/** PF_VIRT_FIRMWARE_ENABLED of winnt.h. */
const VIRTUALIZATION_ENABLED = 21;

export interface InspectOptions extends WaitOptions {
  /** Libraries to load in place of Windows' own. Needed on other systems, where there are none. */
  readonly libraries?: LibraryPaths | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Looks at everything that VMs need of this machine. Changes nothing, except that Windows may start its compute service
 * to answer. What cannot be found out, also for want of time, is an error in its place.
 *
 * @param options `timeoutMs` is 10 seconds by default, for all together
 * @throws UVM_ABORTED when the caller's signal fires; nothing else
 */
export const inspectHost = ({
  libraries = {},
  logger,
  signal,
  timeoutMs = DEFAULT_MS,
}: InspectOptions = {}): Promise<HostFindings> =>
  waitFor('the look at this machine', { signal }, async (ended) => {
    const find = async <T>(what: string, look: () => T | Promise<T>): Promise<Finding<T>> => {
      try {
        return { value: await waitFor(what, { signal: ended, timeoutMs }, async () => look()) };
      } catch (error) {
        return { error };
      }
    };
    const facts = createHostFacts({ libraries, logger });
    const native = async (): Promise<Native> => (await runtimeOf(libraries)).native;
    await using host = createNativeHost({ libraries, logger });

    // The calls of the compute service come last: they may hang, and only a few calls run at a time.
    const found = {
      osVersion: find('the version of Windows', () => facts.osVersion()),
      libraryLoads: find('computecore.dll', async () => loads(await native())),
      seesVirtualization: find("the processor's virtualisation", async () => {
        const { IsProcessorFeaturePresent } = (await native()).kernel32;
        return IsProcessorFeaturePresent(VIRTUALIZATION_ENABLED) !== 0;
      }),
      isAdministrator: find('membership in Administrators', async () =>
        isMemberOf(await native(), 'administrators'),
      ),
      isHyperVAdministrator: find('membership in Hyper-V Administrators', async () =>
        isMemberOf(await native(), 'hyperVAdministrators'),
      ),
      service: find('the state of the service', async () => readServiceState(await native())),
      systemCount: find(
        'the list of compute systems',
        async () => (await host.enumerate({}, { timeoutMs })).length,
      ),
      processorCount: find(
        'the count of processors',
        async () => (await facts.processors({ timeoutMs })).count,
      ),
    };
    return {
      platform: process.platform,
      arch: process.arch,
      hasGivenLibraries: Object.keys(libraries).length > 0,
      osVersion: await found.osVersion,
      libraryLoads: await found.libraryLoads,
      service: await found.service,
      systemCount: await found.systemCount,
      isAdministrator: await found.isAdministrator,
      isHyperVAdministrator: await found.isHyperVAdministrator,
      seesVirtualization: await found.seesVirtualization,
      processorCount: await found.processorCount,
    };
  });

const loads = (native: Native): boolean => {
  try {
    return native.computecore.HcsEnumerateComputeSystems !== undefined;
  } catch (error) {
    if (error instanceof UvmError && error.code === 'UVM_NATIVE_LIBRARY_MISSING') return false;
    throw error;
  }
};
