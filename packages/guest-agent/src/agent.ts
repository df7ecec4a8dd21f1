/**
 * The program that runs in a VM: `buildBootFiles` puts the bundle of this file into the initial RAM disk. Its arguments
 * are what follows ` -- ` on the kernel line.
 */
import { existsSync } from 'node:fs';
import { waitFor } from '@uvmkit/vmutils';
import type Koffi from 'koffi';
import { guestLayout } from './image/layout.js';
import { createLinuxCalls } from './linux/linux-calls.js';
import { createLinuxMachine } from './linux/linux-machine.js';
import { keepChannel } from './linux/keep-channel.js';
import { rehearse } from './linux/rehearse.js';
import { loadAddon } from './linux/load-addon.js';
import { openVirtioPort, pollMs } from './linux/virtio-port.js';
import { systemClock as clock } from './clock.js';
import { createSpawnLauncher } from './process/spawn-launcher.js';
import { type GuestServer, serveGuest } from './serve-guest.js';

declare const AGENT_VERSION: string;

/** How long the warm-up waits for kernel modules that the channel can do without. */
const modulesMs = 10_000;

/** How often the conversation is rehearsed before a template is saved, and how long one rehearsal may take. */
const rehearsals = 3;
const rehearsalMs = 10_000;

let guest: GuestServer | undefined;

const onProblem = (error: unknown): void => {
  if (guest) guest.logger.error('the machine refused', { error });
  else console.error('agent:', error);
};

const machine = createLinuxMachine({
  loadCalls: () => createLinuxCalls(loadAddon(guestLayout.koffiAddon) as typeof Koffi),
  onProblem,
  now: clock.now,
});
const launcher = createSpawnLauncher();

const modulesAreLoaded = async (): Promise<void> => {
  for (let waited = 0; waited < modulesMs && !existsSync(guestLayout.modulesLoaded); waited += pollMs) {
    await clock.sleep(pollMs);
  }
};

const warmUp = async (): Promise<void> => {
  machine.load();
  machine.identify({ wallClockNs: 0n, hostname: '' });
  machine.addEntropy(new Uint8Array(0));
  for (let round = 0; round < rehearsals; round += 1) {
    const rehearsal = waitFor('a rehearsal to end', { timeoutMs: rehearsalMs }, () =>
      rehearse(launcher, clock),
    );
    await rehearsal.catch(onProblem);
  }
  await modulesAreLoaded();
};

const { sockets, done } = keepChannel({
  open: (signal) => openVirtioPort(guestLayout.channelPortName, clock, { signal }),
  agentVersion: AGENT_VERSION,
  warmUp,
  clock,
  signal: new AbortController().signal,
  onHost({ timeNs, hostname }) {
    machine.identify({ wallClockNs: /^\d{1,19}$/.test(timeNs) ? BigInt(timeNs) : clock.now(), hostname });
    guest ??= serveGuest({ sockets, bootArguments: process.argv.slice(2), launcher, machine, clock });
  },
});

done.catch((error: unknown) => {
  console.error('agent:', error);
  process.exit(1);
});
