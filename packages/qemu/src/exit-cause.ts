import type { VmExit } from '@uvmkit/hypervisor';
import type { QmpEvent } from './qmp/qmp-message.js';

/** What an event says about the end of the guest; undefined when it goes on. */
export const exitOfEvent = ({ name, data }: QmpEvent): VmExit['reason'] | undefined => {
  if (name === 'GUEST_PANICKED') return 'panic';
  if (name !== 'SHUTDOWN' || data['guest'] !== true) return undefined;
  switch (data['reason']) {
    case 'guest-reset':
      return 'reset';
    case 'guest-panic':
      return 'panic';
    default:
      return 'powerOff';
  }
};

const KERNEL_PANIC = /Kernel panic - not syncing/;

/** The line in which a kernel said that it crashed. */
export const panicLine = (lines: readonly string[]): string | undefined =>
  lines.findLast((line) => KERNEL_PANIC.test(line));

/**
 * A kernel that crashes before the driver for crash reports is loaded just resets the machine; then only its console
 * tells.
 */
export const resetOrPanic = (reason: VmExit['reason'], lastLines: readonly string[]): VmExit['reason'] =>
  reason === 'reset' && panicLine(lastLines) !== undefined ? 'panic' : reason;
