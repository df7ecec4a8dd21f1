import { constants } from 'node:os';
import type { Writable } from 'node:stream';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Interrupt = (typeof signals)[number] | 'SIGPIPE';

/**
 * Turns the first interrupt into an abort, so that everything ends in order; later ones change nothing. A reader of the
 * output that went away counts as one, too.
 */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
  /** What a shell expects as exit status after the interrupt that came, if one came. */
  exitStatus(): number | undefined;
}

export const watchInterrupts = (outputs: readonly Writable[]): Interruption => {
  const controller = new AbortController();
  let came: Interrupt | undefined;
  const onSignal = (name: Interrupt): void => {
    came ??= name;
    controller.abort(new Error(`interrupted by ${name}`));
  };
  const onBrokenOutput = (): void => onSignal('SIGPIPE');
  for (const name of signals) process.on(name, onSignal);
  for (const output of outputs) output.on('error', onBrokenOutput);
  return {
    signal: controller.signal,
    exitStatus: () => (came === undefined ? undefined : 128 + constants.signals[came]),
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
};
