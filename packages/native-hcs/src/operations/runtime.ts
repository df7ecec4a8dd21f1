import type { LibraryPaths } from '../calls/libraries.js';
import { openNative, type Native } from '../calls/native.js';
import { EventWaits } from './event-waits.js';
import { KeepAlive } from './keep-alive.js';
import { Operations } from './operations.js';
import { SystemCallbacks } from './system-callbacks.js';

/** Windows' libraries, and the callbacks that this process has given them. */
export interface Runtime {
  readonly native: Native;
  readonly keepAlive: KeepAlive;
  readonly operations: Operations;
  readonly systems: SystemCallbacks;
  readonly waits: EventWaits;
}

const runtimes = new Map<string, Promise<Runtime>>();

/**
 * The runtime of these libraries. There is one for the life of the process: its callbacks can never be taken back
 * safely, since nobody knows when Windows made the last call.
 */
export const runtimeOf = (paths: LibraryPaths): Promise<Runtime> => {
  const key = JSON.stringify(Object.entries(paths).sort());
  const found = runtimes.get(key);
  if (found) return found;
  const opening = open(paths);
  runtimes.set(key, opening);
  opening.catch(() => runtimes.delete(key));
  return opening;
};

const open = async (paths: LibraryPaths): Promise<Runtime> => {
  const native = await openNative(paths);
  const keepAlive = new KeepAlive();
  return {
    native,
    keepAlive,
    operations: new Operations(native, keepAlive),
    systems: new SystemCallbacks(native),
    waits: new EventWaits(native),
  };
};
