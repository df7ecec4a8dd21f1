import { hcsError, hresults } from '@uvmkit/hcs';
import type { GuestListener, UvmError, WaitOptions } from '@uvmkit/vmutils';
import type { NativeHandle } from '../operations/native-handle.js';
import type { Service } from './service.js';
import { SystemWatch } from './system-watch.js';

/** Hands in one request with a system's handle; gives the HRESULT of handing in. */
export type Submit = (handle: bigint, operation: bigint) => Promise<number>;

/**
 * What a handle of a system holds: Windows' handle, its events, its listeners. It does not know the `NativeSystem` in
 * front of it, unless that is waited on: a system that was forgotten can be collected, and its handle closed.
 */
export class SystemConnection {
  readonly id: string;
  readonly watch: SystemWatch;
  readonly #service: Service;
  readonly #handle: NativeHandle;
  #closed = false;
  readonly #listeners = new Set<GuestListener>();
  readonly #retained = new Set<object>();
  #subscription: Disposable | undefined;
  #afterClose: () => void = () => undefined;

  /**
   * Takes `handle` over. It is closed when `front` is collected, if nobody did so before.
   */
  constructor(service: Service, id: string, handle: bigint, front: object) {
    this.id = id;
    this.#service = service;
    this.watch = new SystemWatch(service.logger.child({ systemId: id }));
    const hold = service.hold();
    this.#handle = service.handles.add(front, handle, {
      what: `the handle of ${JSON.stringify(id)}`,
      close: async (closing) => {
        this.watch.mute();
        await this.#closeListeners();
        await service.native.computecore.HcsCloseComputeSystem.async(closing);
        this.#subscription?.[Symbol.dispose]();
        hold[Symbol.dispose]();
        this.#afterClose();
      },
    });
    void this.watch.exited.then(() => {
      this.#retained.clear();
      return this.#closeListeners();
    });
  }

  /** Has the system's events told to `watch` from now on. */
  async listen(): Promise<void> {
    this.#subscription = await this.#handle.use((handle) =>
      this.#service.listen(JSON.stringify(this.id), handle, (event) => this.watch.receive(event)),
    );
  }

  /** Somebody waits for events: `front` is in use even if nobody holds it. */
  retain(front: object): void {
    if (!this.#closed) this.#retained.add(front);
  }

  /** Gives what the service answers. Rejects at once when the handle is closed meanwhile. */
  async request(
    what: string,
    { signal, timeoutMs }: WaitOptions,
    submit: Submit,
  ): Promise<string | undefined> {
    this.assertOpen();
    return this.#service.operations.run(
      {
        what: `${what} of ${JSON.stringify(this.id)}`,
        of: this,
        submit: (operation) => this.#handle.use((handle) => submit(handle, operation)),
      },
      { signal, timeoutMs },
    );
  }

  /** A listener that closes with this handle, and when the system ends. */
  own(listener: GuestListener): GuestListener {
    this.#listeners.add(listener);
    return listener;
  }

  /** Whoever waits is told at once; Windows' handle is closed when the calls that use it have come back. */
  close(): Promise<void> {
    this.#retained.clear();
    this.#closed = true;
    this.#service.operations.fail(this.#closedError('was closed during the call'), this);
    return this.#handle.close();
  }

  onClosed(run: () => void): void {
    this.#afterClose = run;
  }

  assertOpen(): void {
    if (this.#closed) throw this.#closedError('is used');
  }

  #closedError(happened: string): UvmError {
    return hcsError(hresults.ERROR_INVALID_HANDLE, {
      detail: `A handle of ${JSON.stringify(this.id)} ${happened}.`,
    });
  }

  async #closeListeners(): Promise<void> {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    await Promise.all(listeners.map((listener) => listener.close()));
  }
}
