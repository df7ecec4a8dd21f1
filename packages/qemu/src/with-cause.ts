import { setTimeout as sleep } from 'node:timers/promises';
import { UvmError } from '@uvmkit/vmutils';
import type { errors } from './errors.js';

const qmpClosed: keyof typeof errors = 'UVM_QEMU_QMP';
const closedSockets: readonly string[] = [qmpClosed, 'UVM_VSOCK_CLOSED'];

/** QEMU closes its sockets a moment before its end is known. */
const CAUSE_MS = 1_000;

/** The outcome of a step, or `cause` as soon as that fails; a closed socket is given time to be explained by it. */
export const withCause = async <T>(step: Promise<T>, cause: Promise<never>): Promise<T> => {
  try {
    return await Promise.race([step, cause]);
  } catch (error) {
    if (error instanceof UvmError && closedSockets.includes(error.code))
      await Promise.race([cause, sleep(CAUSE_MS, undefined, { ref: false })]);
    throw error;
  }
};
