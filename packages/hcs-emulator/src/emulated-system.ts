import { hcsError, hresults, type SystemEvent } from '@uvmkit/hcs';
import {
  ModifySettingRequest,
  SaveOptions,
  ShutdownOptions,
  type ComputeSystem as ComputeSystemDocument,
  type Properties,
  type SystemExitStatus,
} from '@uvmkit/hcs-schema';
import type { VirtualMachine } from '@uvmkit/hypervisor';
import type { Logger, WaitOptions } from '@uvmkit/vmutils';
import { assertDocument } from './assert-document.js';
import { exitStatusOf } from './exit-status.js';
import { assertLegal, type StateCall, type SystemState } from './legal-calls.js';
import { refusalOf } from './modify-request.js';

/** What a new system is made of. */
export interface SystemParts {
  readonly id: string;
  readonly runtimeId: string;
  readonly document: ComputeSystemDocument;
  readonly machine: VirtualMachine;
  readonly canPause: boolean;
  readonly logger: Logger;
  /** Called once, when the system has stopped and before anybody hears of it. */
  readonly onStopped: () => void;
}

/** One compute system: its state, its virtual machine, and those who listen. Handles share it. */
export class EmulatedSystem {
  readonly id: string;
  readonly runtimeId: string;
  readonly document: ComputeSystemDocument;
  readonly machine: VirtualMachine;
  readonly exited: Promise<SystemExitStatus>;
  readonly #canPause: boolean;
  readonly #logger: Logger;
  /** One member a subscription: one function may listen on many handles. */
  readonly #subscriptions = new Set<{ readonly listener: (event: SystemEvent) => void }>();
  #state: SystemState = 'Created';
  #exitStatus: SystemExitStatus | undefined;
  /** State-changing calls run one after the other, in the order in which they came. */
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor({ id, runtimeId, document, machine, canPause, logger, onStopped }: SystemParts) {
    this.id = id;
    this.runtimeId = runtimeId;
    this.document = document;
    this.machine = machine;
    this.#canPause = canPause;
    this.#logger = logger;
    this.exited = machine.exited.then((exit) => {
      const status = exitStatusOf(exit);
      this.#state = 'Stopped';
      this.#exitStatus = status;
      onStopped();
      this.#tell({ type: 'SystemExited', status });
      this.#subscriptions.clear();
      return status;
    });
  }

  get state(): SystemState {
    return this.#state;
  }

  subscribe(listener: (event: SystemEvent) => void): Disposable {
    const subscription = { listener };
    this.#subscriptions.add(subscription);
    return { [Symbol.dispose]: () => void this.#subscriptions.delete(subscription) };
  }

  start(options: WaitOptions): Promise<void> {
    return this.#change('start', 'Running', async () => {
      try {
        await this.machine.start(options);
      } catch (cause) {
        await this.machine.stop();
        throw hcsError(hresults.HCS_E_TERMINATED_DURING_START, {
          detail: `Start of ${JSON.stringify(this.id)} failed.`,
          document: {
            Error: hresults.HCS_E_TERMINATED_DURING_START | 0,
            ErrorMessage: cause instanceof Error ? cause.message : String(cause),
            Attribution: [{ OperationFailure: { Detail: 'Start' } }],
          },
          cause,
        });
      }
    });
  }

  pause(options: WaitOptions): Promise<void> {
    return this.#change('pause', 'Paused', async () => {
      if (!this.#canPause) {
        throw hcsError(hresults.ERROR_NOT_SUPPORTED, { detail: 'The hypervisor of this host cannot pause.' });
      }
      await this.machine.pause(options);
    });
  }

  resume(options: WaitOptions): Promise<void> {
    return this.#change('resume', 'Running', () => this.machine.resume(options));
  }

  /** Ends as unsupported wherever it is legal: a hypervisor has no way to ask its guest. */
  shutdown(options: ShutdownOptions): Promise<void> {
    return this.#change('shutdown', 'Running', async () => {
      assertDocument(ShutdownOptions, options);
      throw hcsError(hresults.ERROR_NOT_SUPPORTED, {
        detail: 'This host cannot ask a guest to end; ask it over its bridge, or terminate the system.',
      });
    });
  }

  /** Ends as unsupported wherever it is legal: a hypervisor has no way to write a state for others. */
  save(options: SaveOptions): Promise<void> {
    return this.#change('save', 'Paused', async () => {
      assertDocument(SaveOptions, options);
      throw hcsError(hresults.ERROR_NOT_SUPPORTED, { detail: 'This host saves no systems.' });
    });
  }

  /** Does not wait for calls that change the state, as it changes none. */
  async modify(request: ModifySettingRequest): Promise<void> {
    assertLegal('modify', this.#state, this.id);
    throw refusalOf(assertDocument(ModifySettingRequest, request));
  }

  /** Overtakes every call that waits: those then find a stopped system. */
  async terminate(options: WaitOptions): Promise<void> {
    assertLegal('terminate', this.#state, this.id);
    await this.machine.stop(options);
    await this.exited;
  }

  properties(): Properties {
    const stopped = this.#exitStatus;
    return {
      Id: this.id,
      SystemType: 'VirtualMachine',
      RuntimeOsType: 'Linux',
      ...(this.document.Owner !== undefined && { Owner: this.document.Owner }),
      RuntimeId: this.runtimeId,
      ...(stopped ? { Stopped: true, ExitType: stopped.ExitType } : { State: this.#state }),
    } as Properties;
  }

  #tell(event: SystemEvent): void {
    for (const { listener } of [...this.#subscriptions]) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error('a listener of system events failed', { event: event.type, error });
      }
    }
  }

  #change(call: StateCall, next: SystemState, run: () => Promise<void>): Promise<void> {
    const turn = this.#lastCall.then(async () => {
      assertLegal(call, this.#state, this.id);
      await run();
      if (this.#state !== 'Stopped') this.#state = next;
    });
    this.#lastCall = turn.catch(() => undefined);
    return turn;
  }
}
