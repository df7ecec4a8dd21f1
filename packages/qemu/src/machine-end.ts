import { setTimeout as sleep } from 'node:timers/promises';
import type { VmExit } from '@uvmkit/hypervisor';
import type { GuestConsole } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { exitOfEvent, panicLine, resetOrPanic } from './exit-cause.js';
import type { QemuProcess } from './process/qemu-process.js';
import type { QmpClient } from './qmp/qmp-client.js';
import type { QmpEvent } from './qmp/qmp-message.js';

/** Finds out how a machine ends: by what the guest did, or because QEMU is gone. */
export interface MachineEnd {
  /** Resolves once, with the first cause. */
  readonly over: Promise<VmExit>;
  onEvent(event: QmpEvent, qmp: Promise<QmpClient>): void;
}

/** Enough for what a crashing kernel prints behind the line that says so. */
const LAST_LINES = 100;

/** The console has a socket of its own: what was printed before an event may be read after it. */
const LAST_WORDS_MS = 20;

export const watchForEnd = (process: QemuProcess, console: GuestConsole): MachineEnd => {
  let end!: (exit: VmExit) => void;
  const over = new Promise<VmExit>((resolve) => (end = resolve));

  void process.exited.then((exit) => {
    const said = process.stderrTail();
    end({ reason: 'failed', error: errors.UVM_QEMU_DIED(said, { ...exit, stderr: said }) });
  });

  const guestEnded = async (reported: VmExit['reason']): Promise<void> => {
    await sleep(LAST_WORDS_MS);
    const lines = console.lastLines(LAST_LINES);
    const reason = resetOrPanic(reported, lines);
    if (reason !== 'panic') return end({ reason });
    end({
      reason,
      error: errors.UVM_QEMU_GUEST_PANIC(panicLine(lines) ?? lines.at(-1) ?? '', { console: lines }),
    });
  };

  /** A guest that KVM cannot go on with just stops; only the status tells. */
  const stopped = async (qmp: QmpClient): Promise<void> => {
    const answer = (await qmp.execute('query-status')) as { readonly status?: unknown };
    if (answer.status !== 'internal-error') return;
    const error = errors.UVM_QEMU_KVM('It gave up: the kernel uses something that it cannot run.');
    end({ reason: 'failed', error });
  };

  return {
    over,
    onEvent: (event, qmp) => {
      const reason = exitOfEvent(event);
      if (reason) void guestEnded(reason);
      else if (event.name === 'STOP') void qmp.then(stopped).catch(() => undefined);
    },
  };
};
