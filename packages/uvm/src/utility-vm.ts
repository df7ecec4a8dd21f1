import type { ExecOptions, GcsBridge, GuestProcess } from '@uvmkit/gcs-bridge';
import type { ComputeSystem } from '@uvmkit/hcs';
import type { ComputeSystem as ComputeSystemDocument, SystemExitStatus } from '@uvmkit/hcs-schema';
import type { LcowOptions } from '@uvmkit/lcow-builder';
import { silentLogger, waitFor, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import { randomBytes, randomUUID } from 'node:crypto';
import type { BootContext } from './boot/boot-context.js';
import { bootSteps } from './boot/boot-steps.js';
import { runSteps, type StepsRun, type TimelineEntry } from './boot/run-steps.js';
import { createTail } from './boot/tail.js';
import { createWatch } from './boot/watch.js';
import type { Engine, EngineName } from './engine/engine.js';

/** A utility VM that has booted and negotiated. Disposing it ends it and leaves nothing behind. */
export interface UtilityVm extends AsyncDisposable {
  readonly id: string;
  readonly engine: EngineName;
  /** The document that describes it. */
  readonly document: ComputeSystemDocument;
  /** What each step of its start took. */
  readonly timeline: readonly TimelineEntry[];
  /** Resolves once it has ended, for whatever reason. */
  readonly exited: Promise<SystemExitStatus>;
  /** Starts a process in the VM, outside any container. */
  exec(options: ExecOptions): Promise<GuestProcess>;
  /**
   * Asks the guest to power off, and ends the VM when it has not done so within `timeoutMs` (default 5 s). Leaves
   * nothing behind either way.
   */
  shutdown(options?: WaitOptions): Promise<void>;
}

export interface UtilityVmOptions {
  readonly engine: Engine;
  /** Differences from `defaultLcowOptions` of @uvmkit/lcow-builder. */
  readonly options?: Partial<LcowOptions>;
  /** Unique on the host. Default: a random GUID. */
  readonly id?: string;
  readonly logger?: Logger;
  /** Cancels the start. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without progress until the start fails. Default: 30 s. */
  readonly stallMs?: number | undefined;
  /** Milliseconds until the start fails, progress or not. Default: 2 min. */
  readonly deadlineMs?: number | undefined;
  readonly onStep?: ((entry: TimelineEntry) => void) | undefined;
  readonly now?: () => number;
  readonly randomBytes?: (count: number) => Uint8Array;
}

export const defaultStallMs = 30_000;
export const defaultDeadlineMs = 120_000;
const DEFAULT_SHUTDOWN_MS = 5_000;
const TAIL_LINES = 30;

/**
 * Boots a utility VM: options, document, host, guest, ready. A start that fails rejects with `UVM_BOOT_FAILED`, whose
 * data hold the step, the timeline, and the last lines of console and log; by then nothing is left of the VM.
 */
export const startUtilityVm = async (given: UtilityVmOptions): Promise<UtilityVm> => {
  const { engine, signal, now = () => performance.now(), onStep } = given;
  using watch = createWatch({
    stallMs: given.stallMs ?? defaultStallMs,
    deadlineMs: given.deadlineMs ?? defaultDeadlineMs,
    signal,
  });
  const context: BootContext = {
    id: given.id ?? randomUUID(),
    options: given.options ?? {},
    engine,
    logger: given.logger ?? silentLogger,
    watch,
    randomBytes: given.randomBytes ?? randomBytes,
    consoleTail: createTail(TAIL_LINES),
    logTail: createTail(TAIL_LINES),
    grants: new Map(),
    listeners: new Map(),
    connections: new Map(),
  };
  const evidence = () => ({ console: context.consoleTail.lines(), log: context.logTail.lines() });
  const run = await runSteps(bootSteps, context, {
    watch,
    now,
    onStep,
    evidence,
    explain: async (error) => engine.explain?.(error) ?? error,
  });
  return new BootedVm(context, run);
};

class BootedVm implements UtilityVm {
  readonly #system: ComputeSystem;
  readonly #bridge: GcsBridge;
  readonly #run: StepsRun;
  readonly id: string;
  readonly engine: EngineName;
  readonly document: ComputeSystemDocument;

  constructor({ id, engine, document, system, bridge }: BootContext, run: StepsRun) {
    if (document === undefined || system === undefined || bridge === undefined) {
      throw new TypeError('the start of a utility VM ended early');
    }
    this.id = id;
    this.engine = engine.name;
    this.document = document;
    this.#system = system;
    this.#bridge = bridge;
    this.#run = run;
  }

  get timeline(): readonly TimelineEntry[] {
    return this.#run.timeline;
  }

  get exited(): Promise<SystemExitStatus> {
    return this.#system.exited;
  }

  exec(options: ExecOptions): Promise<GuestProcess> {
    return this.#bridge.exec(options);
  }

  async shutdown({ signal, timeoutMs = DEFAULT_SHUTDOWN_MS }: WaitOptions = {}): Promise<void> {
    try {
      await waitFor('the guest to power off', { signal, timeoutMs }, async (ended) => {
        await this.#bridge.shutdown({ signal: ended, timeoutMs });
        await this.exited;
      });
    } catch {
      // A guest that does not go is ended below.
    } finally {
      await this.#run.undo();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#run.undo();
  }
}
