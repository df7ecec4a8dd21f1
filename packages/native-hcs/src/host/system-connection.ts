import { hcsError, hresults } from '@uvmkit/hcs';
import type { GuestListener, GuestSockets, UvmError, WaitOptions } from '@uvmkit/vmutils';
import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import { eventTypes } from '../calls/computecore.js';
import { Latch } from '../operations/latch.js';
import type { NativeHandle } from '../operations/native-handle.js';
import type { RawEvent } from '../operations/system-callbacks.js';
import type { Service } from './service.js';
import { SystemWatch } from './system-watch.js';

/** Hands in one request with a system's handle; gives the HRESULT of handing in. */
export type Submit = (handle: bigint, operation: bigint, givenUp: Latch) => Promise<number>;

/**
 * What a handle of a system holds: Windows' handle, its events, its listeners. It does not know the `NativeSystem` in
 * front of it, unless that is waited on: a system that was forgotten can be collected, and its handle closed.
 */
export class SystemConnection {
  readonly id: string;
  readonly watch: SystemWatch;
  readonly #service: Service;
  readonly #handle: NativeHandle;
  readonly #closing = new Latch();
  /** Fires with the reason why guest sockets of this handle have come to their end. */
  readonly #over = new AbortController();
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
        try {
          await this.#closeListeners();
        } finally {
          await service.native.computecore.HcsCloseComputeSystem.async(closing);
          this.#subscription?.[Symbol.dispose]();
          hold[Symbol.dispose]();
          this.#afterClose();
        }
      },
    });
    setMaxListeners(0, this.#over.signal);
    void this.watch.exited.then(async () => {
      this.#retained.clear();
      this.#over.abort(
        hcsError(hresults.HCS_E_SYSTEM_ALREADY_STOPPED, { detail: `${JSON.stringify(id)} has ended.` }),
      );
      try {
        await this.#closeListeners();
      } catch (error) {
        service.logger.error('A listener of a system that has ended did not close.', { systemId: id, error });
      }
    });
  }

  /** Has the system's events told to `watch` from now on. */
  async listen(): Promise<void> {
    this.#subscription = await this.#handle.use((handle) =>
      this.#service.listen(JSON.stringify(this.id), handle, (event) => this.#receive(event)),
    );
  }

  /** Somebody waits for events: `front` is in use even if nobody holds it, until the end or until this is disposed. */
  retain(front: object): Disposable {
    const retention = { front };
    if (!this.#closing.isOpen && !this.watch.hasExited) this.#retained.add(retention);
    return { [Symbol.dispose]: () => void this.#retained.delete(retention) };
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
        submit: (operation, givenUp) => this.#handle.use((handle) => submit(handle, operation, givenUp)),
      },
      { signal, timeoutMs },
    );
  }

  /** Resolves when the system has ended. Rejects when this handle is closed before, or nobody waits any more. */
  async untilExited(ended: AbortSignal): Promise<void> {
    const givenUp = new Promise<void>((resolve) =>
      ended.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race([this.watch.exited, this.#closing.opened, givenUp]);
    if (this.watch.hasExited) return;
    ended.throwIfAborted();
    throw this.#closedError('was closed during the call');
  }

  /** A listener that closes with this handle, and when the system ends. */
  async listenWith(sockets: GuestSockets, port: number): Promise<GuestListener> {
    this.#over.signal.throwIfAborted();
    const listener = await sockets.listen(port);
    if (this.#over.signal.aborted) await listener.close();
    this.#over.signal.throwIfAborted();
    const close = (): Promise<void> => {
      this.#listeners.delete(owned);
      return listener.close();
    };
    const owned: GuestListener = {
      port,
      accept: (options) => listener.accept(options),
      close,
      [Symbol.asyncDispose]: close,
    };
    this.#listeners.add(owned);
    return owned;
  }

  /** A connection; the attempt ends with this handle, and when the system ends. */
  async connectWith(
    sockets: GuestSockets,
    port: number,
    { signal, timeoutMs }: WaitOptions,
  ): Promise<Duplex> {
    const over = this.#over.signal;
    over.throwIfAborted();
    try {
      return await sockets.connect(port, {
        signal: signal ? AbortSignal.any([signal, over]) : over,
        timeoutMs,
      });
    } catch (error) {
      throw over.aborted && !signal?.aborted ? over.reason : error;
    }
  }

  /** Whoever waits is told at once; Windows' handle is closed when the calls that use it have come back. */
  close(): Promise<void> {
    this.#retained.clear();
    this.#closing.open();
    const closed = this.#closedError('was closed during the call');
    this.#over.abort(closed);
    this.#service.operations.fail(closed, this);
    return this.#handle.close();
  }

  onClosed(run: () => void): void {
    this.#afterClose = run;
  }

  assertOpen(): void {
    if (this.#closing.isOpen) throw this.#closedError('is used');
  }

  #receive(event: RawEvent): void {
    if (event.type === eventTypes.ServiceDisconnect) {
      const detail = `The service ended during the call, for ${JSON.stringify(this.id)}.`;
      this.#service.operations.fail(hcsError(hresults.HCS_E_SERVICE_DISCONNECT, { detail }), this);
    }
    this.watch.receive(event);
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
