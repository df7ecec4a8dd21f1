import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Interrupt = (typeof signals)[number];

/** Turns the first interrupt into an abort, so that everything ends in order; later ones change nothing. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
  /** What a shell expects as exit status after the interrupt that came, if one came. */
  exitStatus(): number | undefined;
}

export const watchInterrupts = (): Interruption => {
  const controller = new AbortController();
  let came: Interrupt | undefined;
  const onSignal = (name: Interrupt): void => {
    came ??= name;
    controller.abort(new Error(`interrupted by ${name}`));
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitStatus: () => (came === undefined ? undefined : 128 + constants.signals[came]),
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
};
