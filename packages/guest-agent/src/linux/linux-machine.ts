import { writeFileSync } from 'node:fs';
import type { GuestMachine } from '../serve-guest.js';
import type { LinuxCalls } from './linux-calls.js';

/** The machine under the agent, when that is a Linux VM. */
export interface LinuxMachine extends GuestMachine {
  /** Makes this machine what its host says: after the start, and again after each cloning. */
  identify(identity: { readonly wallClockNs: bigint; readonly hostname: string }): void;
  /** Loads what calling the kernel takes, and makes the calls that were put off until then. */
  load(): void;
}

export interface LinuxMachineOptions {
  /** Gives the calls; takes a while. */
  readonly loadCalls: () => LinuxCalls;
  /** Told of every call that failed; the machine works on without it. */
  readonly onProblem: (error: unknown) => void;
  /** Wall-clock time: nanoseconds since 1970. */
  readonly now: () => bigint;
  /** Nanoseconds of a clock that never jumps. */
  readonly monotonic?: () => bigint;
}

const randomDevice = '/dev/urandom';
const hostnameFile = '/proc/sys/kernel/hostname';

/**
 * A machine that can do without its calls at first. On an emulated processor loading them takes so long that a cold
 * start would notice: entropy is mixed in at once and credited later, and a clock that is behind is set later.
 */
export const createLinuxMachine = ({
  loadCalls,
  onProblem,
  now,
  monotonic = process.hrtime.bigint.bind(process.hrtime),
}: LinuxMachineOptions): LinuxMachine => {
  let calls: LinuxCalls | undefined;
  let putOff: ((calls: LinuxCalls) => void)[] = [];

  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      onProblem(error);
    }
  };
  const whenLoaded = (use: (calls: LinuxCalls) => void): void => {
    const loaded = calls;
    if (loaded === undefined) putOff.push(use);
    else attempt(() => use(loaded));
  };
  const load = (): LinuxCalls => {
    if (calls !== undefined) return calls;
    const loaded = (calls = loadCalls());
    for (const use of putOff) attempt(() => use(loaded));
    putOff = [];
    return loaded;
  };

  return {
    load: () => attempt(load),
    addEntropy(bytes) {
      attempt(() => writeFileSync(randomDevice, bytes));
      whenLoaded((loaded) => loaded.addEntropy(bytes));
    },
    identify({ wallClockNs, hostname }) {
      const toldAt = monotonic();
      if (hostname !== '') attempt(() => writeFileSync(hostnameFile, hostname));
      whenLoaded((loaded) => {
        // The greeting may have waited for the machine to boot: it tells what time it is at least.
        const atLeast = wallClockNs + monotonic() - toldAt;
        if (atLeast > now()) loaded.setWallClock(atLeast);
      });
      whenLoaded((loaded) => loaded.reseed());
    },
    powerOff: () => attempt(() => load().powerOff()),
  };
};
