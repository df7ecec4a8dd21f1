import { waitFor } from '@uvmkit/vmutils';
import type { GuestProcess, ProcessExit } from '@uvmkit/gcs-bridge';
import type { SystemExitStatus } from '@uvmkit/hcs-schema';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errors } from '../errors.js';
import type { Reporter } from './reporter.js';

interface PipeOptions {
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Ends the wait when the whole VM has ended. */
  readonly ended: Promise<SystemExitStatus>;
  readonly stdin: Readable;
}

/** Connects a guest process to this one's streams until it has ended and all of its output has been passed on. */
export const pipeProcess = async (
  guest: GuestProcess,
  { reporter, signal, ended, stdin }: PipeOptions,
): Promise<ProcessExit> => {
  const vmGone = ended.then((status): never => {
    throw errors.UVM_ENDED(`Exit type ${status.ExitType}.`, { status });
  });
  vmGone.catch(() => undefined);
  if (guest.stdin) {
    // A command that ends before it has read everything closes its input: no failure of the run.
    pipeline(stdin, guest.stdin, { signal }).catch(() => undefined);
  }
  try {
    const output = Promise.all([
      pass(guest.stdout, 'stdout', reporter),
      pass(guest.stderr, 'stderr', reporter),
    ]);
    // It breaks when the VM ends, which the race below reports better.
    output.catch(() => undefined);
    const exit = await Promise.race([guest.wait({ signal }), vmGone]);
    // A process that the command left behind may hold its output open for ever.
    await waitFor("the command's output to end", { signal }, () => Promise.race([output, vmGone]));
    return exit;
  } finally {
    stdin.destroy();
    guest[Symbol.dispose]();
  }
};

const pass = async (
  from: Readable | undefined,
  name: 'stdout' | 'stderr',
  reporter: Reporter,
): Promise<void> => {
  for await (const chunk of from ?? []) {
    await reporter.output(name, chunk as Buffer);
  }
};
