import { defaultMaxFrameBytes } from '@uvmkit/gcs-bridge';
import type { GuestSockets, Logger } from '@uvmkit/vmutils';
import { parseBootArguments } from './boot/boot-arguments.js';
import { readEntropy } from './boot/entropy.js';
import { createGuestLog } from './boot/guest-log.js';
import { serveBridge } from './bridge/bridge-server.js';
import { type GuestClock, systemClock } from './clock.js';
import type { ProcessLauncher } from './process/process-launcher.js';
import { createProcessTable } from './process/process-table.js';

/** What the agent asks of the machine it runs on. */
export interface GuestMachine {
  /** Gives random bytes to the kernel, each counted as 8 bits of entropy. */
  addEntropy(bytes: Uint8Array): void;
  /** Switches the machine off. */
  powerOff(): void;
}

export interface GuestOptions {
  /** The guest's side: `connect` reaches ports of the host. */
  readonly sockets: GuestSockets;
  /** What follows ` -- ` on the kernel line. */
  readonly bootArguments: readonly string[];
  readonly launcher: ProcessLauncher;
  readonly machine: GuestMachine;
  readonly clock?: GuestClock;
  /** The largest frame taken from the host, header included; 16 MiB by default. */
  readonly maxFrameBytes?: number;
}

/** A running agent. Disposing it ends its connections; processes are their launcher's to end. */
export interface GuestServer extends AsyncDisposable {
  /** The agent's log, for what the machine around it has to tell. */
  readonly logger: Logger;
}

/**
 * Boots as an LCOW guest does, and serves the host: takes entropy, connects the log, dials the bridge port and answers
 * what comes, across any number of connections.
 */
export const serveGuest = ({
  sockets,
  bootArguments,
  launcher,
  machine,
  clock = systemClock,
  maxFrameBytes = defaultMaxFrameBytes,
}: GuestOptions): GuestServer => {
  const stop = new AbortController();
  const { signal } = stop;
  const boot = parseBootArguments(bootArguments);
  const log = createGuestLog({ boot, sockets, clock, signal });
  const { logger } = log;

  const takeEntropy = async (port: number): Promise<void> => {
    try {
      const bytes = await readEntropy(sockets, port, { signal });
      machine.addEntropy(bytes);
      logger.info('entropy taken', { bytes: bytes.length });
    } catch (error) {
      logger.warn('no entropy from the host', { port, error });
    }
  };

  const run = async (): Promise<void> => {
    if (boot.entropyPort !== undefined) await takeEntropy(boot.entropyPort);
    await log.connect();
    logger.info('agent started', { pid: process.pid });
    for (const problem of boot.problems) logger.warn('boot arguments not understood', { problem });
    const { speaksVersion4 } = boot;
    const processes = createProcessTable(clock);
    const powerOff = (): void => machine.powerOff();
    const context = { sockets, launcher, processes, powerOff, logger, speaksVersion4, signal };
    await serveBridge({ context, clock, maxFrameBytes, beforeDial: log.connect });
  };

  const running = run();
  return {
    logger,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      log.close();
    },
  };
};
