import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { waitFor, type Logger } from '@uvmkit/vmutils';
import { waitForReady } from '@uvmkit/vsock';
import type { Accelerator } from './arguments.js';
import { fileIndex, launchPlan, type BootPlan } from './boot-plan.js';
import { createConsoleLines, type ConsoleLines } from './console/console-lines.js';
import { errors } from './errors.js';
import type { GuestChannel } from './guest-channel.js';
import { launchMachine, type Machine } from './machine.js';
import { Cleanup } from './process/cleanup.js';
import type { QemuProgram } from './process/launch-command.js';
import type { QmpEvent } from './qmp/qmp-message.js';
import { restoreDevices, saveDevices } from './template/save-and-restore.js';
import { withCause } from './with-cause.js';
import type { Template } from './template/template-store.js';

/** What every way of starting a machine needs. */
export interface StartContext {
  readonly plan: BootPlan;
  readonly program: QemuProgram;
  readonly accelerator: Accelerator;
  /** Milliseconds within which the guest has to show life, where the accelerator is not proved yet. */
  readonly proveWithinMs: number | undefined;
  readonly stateParent: string;
  readonly console: ConsoleLines;
  readonly channel: Pick<GuestChannel, 'attach' | 'portChanged' | 'agent'>;
  readonly logger: Logger;
}

/** How long the agent of a clone may take for its first answer. It answers within 0.1 s, or never. */
const CLONE_ANSWER_MS = 10_000;

/** Starts QEMU; the guest does not run yet. */
const launch = (
  { plan, program, accelerator, stateParent, console, channel, logger }: StartContext,
  cleanup: Cleanup,
  signal: AbortSignal,
  template?: Parameters<typeof launchPlan>[3],
): Promise<Machine> => {
  const onEvent = (event: QmpEvent): void => {
    const isOpen = portOf(event);
    if (isOpen !== undefined) channel.portChanged(isOpen);
  };
  // What an earlier attempt left.
  channel.portChanged(false);
  return launchMachine(
    {
      ...launchPlan(plan, program, accelerator, template),
      ...{ stateParent, console, logger, onEvent },
      onAgent: (stream) => channel.attach(stream),
    },
    cleanup,
    signal,
  );
};

const portOf = ({ name, data }: QmpEvent): boolean | undefined =>
  name === 'VSERPORT_CHANGE' && data['id'] === 'agent-port' ? data['open'] === true : undefined;

/** Runs a step, which fails as soon as the machine ends by itself: nobody waits for a deadline then. */
const unlessOver = async <T>(
  machine: Machine,
  signal: AbortSignal,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const done = new AbortController();
  const over = machine.over.then(async ({ reason, error }) => {
    // A step that has succeeded meanwhile comes first.
    await setImmediate();
    throw error ?? errors.UVM_QEMU_START(`The guest ended: ${reason}.`, { reason });
  });
  try {
    return await withCause(step(AbortSignal.any([signal, done.signal])), over);
  } finally {
    done.abort();
  }
};

/** Lets the guest run. With an accelerator that is not proved it has to write to its console in time. */
const run = async (
  machine: Machine,
  { console, proveWithinMs }: Pick<StartContext, 'console' | 'proveWithinMs'>,
  signal: AbortSignal,
): Promise<void> => {
  const firstLine = new Promise<void>((resolve) => console.onLine(() => resolve()));
  await unlessOver(machine, signal, (ended) => machine.qmp.execute('cont', undefined, { signal: ended }));
  if (proveWithinMs === undefined) return;
  const options = { timeoutMs: proveWithinMs };
  const alive = (ended: AbortSignal): Promise<void> =>
    waitFor('the guest to show life', { ...options, signal: ended }, () => firstLine);
  await unlessOver(machine, signal, alive).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw errors.UVM_QEMU_KVM(`The first guest showed no life within ${proveWithinMs} ms.`, {}, { cause });
  });
};

/** Boots the guest. Resolves when its processors run. */
export const startCold = async (
  context: StartContext,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<Machine> => {
  const machine = await launch(context, cleanup, signal);
  await run(machine, context, signal);
  return machine;
};

/** Starts a guest where its template was saved. Resolves when its agent has answered. */
export const startFromTemplate = async (
  context: StartContext,
  template: Template,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<Machine> => {
  const { channel } = context;
  const machine = await launch(context, cleanup, signal, { ...template, mode: 'use' });
  await unlessOver(machine, signal, (ended) => restoreDevices(machine.qmp, fileIndex.state, ended));
  await run(machine, { ...context, proveWithinMs: undefined }, signal);
  // The guest opened the port before it was saved, so no event says so.
  channel.portChanged(true);
  await unlessOver(machine, signal, (ended) => channel.agent({ signal: ended, timeoutMs: CLONE_ANSWER_MS }));
  return machine;
};

/** Boots a guest, waits until its agent is ready, and saves it. Nothing of it lives on but the template's files. */
export const makeTemplate = async (
  context: StartContext,
  template: Template,
  signal: AbortSignal,
): Promise<void> => {
  await using cleanup = new Cleanup(context.logger);
  let connected!: (stream: Duplex) => void;
  const stream = new Promise<Duplex>((resolve) => (connected = resolve));
  const console = createConsoleLines();
  const channel = { attach: connected, portChanged: () => undefined, agent: context.channel.agent };
  const machine = await launch({ ...context, console, channel }, cleanup, signal, {
    ...template,
    mode: 'make',
  });
  await run(machine, { ...context, console }, signal);
  await unlessOver(machine, signal, (ended) =>
    waitFor('QEMU to connect', { signal: ended }, async () => waitForReady(await stream, { signal: ended })),
  );
  await machine.qmp.execute('stop', undefined, { signal });
  await unlessOver(machine, signal, (ended) => saveDevices(machine, template.state, ended));
  context.logger.info('template made', { folder: template.folder });
};
