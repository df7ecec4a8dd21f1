import type { ErrorData } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import type { Watch } from './watch.js';

/** One named step of a start: what it does, and how to take that back. */
export interface Step<Context> {
  readonly name: string;
  /** Has to end when `signal` fires: the stall limit, the deadline or the caller ended the start. */
  run(context: Context, signal: AbortSignal): Promise<void>;
  /** Takes back what `run` did, whether it finished or not. Undoing what was never done is fine. */
  undo?(context: Context): Promise<void>;
}

/** What one step took. */
export interface TimelineEntry {
  readonly step: string;
  /** Milliseconds from the beginning of the start to the beginning of the step. */
  readonly startedMs: number;
  readonly durationMs: number;
}

export interface RunStepsOptions {
  readonly watch: Watch;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly onStep?: ((entry: TimelineEntry) => void) | undefined;
  /** What else to put into the data of a failure; asked for before anything is undone. */
  readonly evidence?: (() => ErrorData) | undefined;
  /** Finds what is behind the error of a step; asked before anything is undone. */
  readonly explain?: ((error: unknown) => Promise<unknown>) | undefined;
}

/** A start that came to its end: its timeline, and the way back. */
export interface StepsRun {
  readonly timeline: readonly TimelineEntry[];
  /** Undoes every step in reverse order. Later calls join the first. Failures are collected and thrown at the end. */
  undo(): Promise<void>;
}

/** How long a step that was given up may take to notice, before its undo begins all the same. */
const SETTLE_MS = 5_000;

/**
 * Runs steps in order. When one fails, everything is undone in reverse order, and `UVM_BOOT_FAILED` names the step and
 * carries the timeline; the step's own error is its `cause`.
 */
export const runSteps = async <Context>(
  steps: readonly Step<Context>[],
  context: Context,
  { watch, now, onStep, evidence, explain }: RunStepsOptions,
): Promise<StepsRun> => {
  const origin = now();
  const timeline: TimelineEntry[] = [];
  const begun: Step<Context>[] = [];
  const undo = once(() => undoAll(begun, context));

  for (const step of steps) {
    const started = now();
    const finish = (): void => {
      const entry = { step: step.name, startedMs: started - origin, durationMs: now() - started };
      timeline.push(entry);
      onStep?.(entry);
    };
    let running: Promise<void> | undefined;
    try {
      watch.signal.throwIfAborted();
      watch.progress(step.name);
      begun.push(step);
      running = step.run(context, watch.signal);
      await watch.guard(running);
      finish();
    } catch (error) {
      finish();
      const data = { step: step.name, timeline, ...evidence?.() };
      await settled(running);
      const cause = (await explain?.(error).catch(() => error)) ?? error;
      const [undone] = await Promise.allSettled([undo()]);
      const leftBehind = undone.status === 'rejected' && { leftBehind: messagesOf(undone.reason) };
      throw errors.UVM_BOOT_FAILED(
        `It failed in the step "${step.name}".`,
        { ...data, ...leftBehind },
        { cause },
      );
    }
  }
  return { timeline, undo };
};

const settled = async (running: Promise<void> | undefined): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, SETTLE_MS)));
  await Promise.race([running?.catch(() => undefined), patience]);
  clearTimeout(timer);
};

const undoAll = async <Context>(begun: readonly Step<Context>[], context: Context): Promise<void> => {
  const failures: unknown[] = [];
  for (const step of [...begun].reverse()) {
    try {
      await step.undo?.(context);
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some steps could not be undone');
};

const messagesOf = (failure: unknown): readonly string[] =>
  (failure instanceof AggregateError ? failure.errors : [failure]).map((one: unknown) =>
    one instanceof Error ? one.message : String(one),
  );

const once = (run: () => Promise<void>): (() => Promise<void>) => {
  let result: Promise<void> | undefined;
  return () => (result ??= run());
};
