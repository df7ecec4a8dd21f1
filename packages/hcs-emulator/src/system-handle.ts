import { hcsError, hresults, type ComputeSystem, type SystemEvent } from '@uvmkit/hcs';
import {
  PropertyQuery,
  type ModifySettingRequest,
  type Properties,
  type SaveOptions,
  type ShutdownOptions,
  type SystemExitStatus,
} from '@uvmkit/hcs-schema';
import { waitFor, type GuestConsole, type GuestListener, type WaitOptions } from '@uvmkit/vmutils';
import type { Duplex } from 'node:stream';
import { assertDocument } from './assert-document.js';
import type { EmulatedSystem } from './emulated-system.js';

const DEFAULT_TIMEOUT_MS = 60_000;

/** One handle: the system as its holder sees it, until it is closed. */
export class SystemHandle implements ComputeSystem {
  readonly #system: EmulatedSystem;
  readonly #onClose: (handle: SystemHandle) => Promise<void>;
  readonly #subscriptions = new Set<Disposable>();
  #closing: Promise<void> | undefined;

  constructor(system: EmulatedSystem, onClose: (handle: SystemHandle) => Promise<void>) {
    this.#system = system;
    this.#onClose = onClose;
  }

  get id(): string {
    return this.#system.id;
  }

  get runtimeId(): string {
    return this.#system.runtimeId;
  }

  get console(): GuestConsole {
    return this.#system.machine.console;
  }

  get exited(): Promise<SystemExitStatus> {
    return this.#system.exited;
  }

  subscribe(listener: (event: SystemEvent) => void): Disposable {
    const subscription = this.#open().subscribe(listener);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  start(options?: WaitOptions): Promise<void> {
    // Without a deadline of the caller the machine's own holds: a first start from a template takes longer.
    return this.#call('start', { timeoutMs: Infinity, ...options }, (system, wait) => system.start(wait));
  }

  terminate(options?: WaitOptions): Promise<void> {
    return this.#call('terminate', options, (system, wait) => system.terminate(wait));
  }

  shutdown(options: ShutdownOptions = {}, wait?: WaitOptions): Promise<void> {
    return this.#call('shutdown', wait, (system) => system.shutdown(options));
  }

  pause(options?: WaitOptions): Promise<void> {
    return this.#call('pause', options, (system, wait) => system.pause(wait));
  }

  resume(options?: WaitOptions): Promise<void> {
    return this.#call('resume', options, (system, wait) => system.resume(wait));
  }

  save(options: SaveOptions, wait?: WaitOptions): Promise<void> {
    return this.#call('save', wait, (system) => system.save(options));
  }

  modify(request: ModifySettingRequest, wait?: WaitOptions): Promise<void> {
    return this.#call('modify', wait, (system) => system.modify(request));
  }

  properties(query: PropertyQuery = {}, options?: WaitOptions): Promise<Properties> {
    return this.#call('properties', options, async (system) => {
      const { PropertyTypes = [], Queries = {} } = assertDocument(PropertyQuery, query);
      if (PropertyTypes.some((type) => type !== 'Basic') || Object.keys(Queries).length > 0) {
        throw hcsError(hresults.ERROR_NOT_SUPPORTED, {
          detail: `This host answers base properties only, not ${JSON.stringify(query)}.`,
        });
      }
      return system.properties();
    });
  }

  async listen(port: number): Promise<GuestListener> {
    return this.#open().machine.sockets.listen(port);
  }

  async connect(port: number, options?: WaitOptions): Promise<Duplex> {
    return this.#open().machine.sockets.connect(port, options);
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
      await this.#onClose(this);
    })();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #open(): EmulatedSystem {
    if (this.#closing === undefined) return this.#system;
    throw hcsError(hresults.ERROR_INVALID_HANDLE, {
      detail: `A handle of ${JSON.stringify(this.id)} is used.`,
    });
  }

  async #call<T>(
    name: string,
    { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions = {},
    run: (system: EmulatedSystem, wait: WaitOptions) => Promise<T>,
  ): Promise<T> {
    const system = this.#open();
    return waitFor(`${name} of ${system.id}`, { signal, timeoutMs }, (ended) =>
      run(system, Number.isFinite(timeoutMs) ? { signal: ended, timeoutMs } : { signal: ended }),
    );
  }
}
