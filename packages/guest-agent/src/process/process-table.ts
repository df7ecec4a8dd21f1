import { hresults, waitForEver } from '@uvmkit/gcs-bridge';
import { GuestFault } from '../bridge/guest-fault.js';
import type { GuestClock } from '../clock.js';
import type { LaunchedProcess } from './process-launcher.js';

/** The processes outside containers and what became of them. */
export interface ProcessTable {
  add(process: LaunchedProcess): void;
  /**
   * Waits for a process. Its status is kept until the first wait has got it; waits under way then get it too.
   *
   * @throws `GuestFault` element-not-found for a process that is not known or was waited for, operation-timeout
   */
  wait(pid: number, timeoutMs: number): Promise<number>;
  readonly size: number;
}

interface Entry {
  readonly exited: Promise<number>;
  exitCode?: number;
}

export const createProcessTable = (clock: GuestClock): ProcessTable => {
  const entries = new Map<number, Entry>();

  /** The exit code, or undefined when the time is up first. */
  const race = async ({ exited }: Entry, timeoutMs: number): Promise<number | undefined> => {
    const ended = new AbortController();
    const timeout = clock.sleep(timeoutMs, ended.signal).then(
      () => undefined,
      () => undefined,
    );
    try {
      return await Promise.race([exited, timeout]);
    } finally {
      ended.abort();
    }
  };

  return {
    add({ pid, exited }) {
      const entry: Entry = { exited };
      entries.set(pid, entry);
      void exited.then((exitCode) => (entry.exitCode = exitCode));
    },
    async wait(pid, timeoutMs) {
      const entry = entries.get(pid);
      if (entry === undefined) throw new GuestFault(hresults.elementNotFound, `no process ${pid}`);
      const exitCode =
        entry.exitCode ?? (timeoutMs === waitForEver ? await entry.exited : await race(entry, timeoutMs));
      if (exitCode === undefined)
        throw new GuestFault(hresults.operationTimeout, `process ${pid} still runs`);
      if (entries.get(pid) === entry) entries.delete(pid);
      return exitCode;
    },
    get size() {
      return entries.size;
    },
  };
};
