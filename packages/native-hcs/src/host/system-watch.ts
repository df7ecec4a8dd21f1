import type { SystemEvent } from '@uvmkit/hcs';
import type { SystemExitStatus } from '@uvmkit/hcs-schema';
import type { Logger } from '@uvmkit/vmutils';
import type { RawEvent } from '../operations/system-callbacks.js';
import { lostExitStatus, systemEvent } from './system-events.js';

/** What one handle heard of its system, and who listens. Holds no reference to the handle, which may be forgotten. */
export class SystemWatch {
  readonly #logger: Logger;
  readonly #listeners = new Set<(event: SystemEvent) => void>();
  readonly exited: Promise<SystemExitStatus>;
  #exit: (status: SystemExitStatus) => void = () => undefined;
  #hasExited = false;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.exited = new Promise((resolve) => (this.#exit = resolve));
  }

  /** Whether `exited` has resolved. */
  get hasExited(): boolean {
    return this.#hasExited;
  }

  subscribe(listener: (event: SystemEvent) => void): Disposable {
    if (!this.#hasExited) this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  receive(raw: RawEvent): void {
    const event = systemEvent(raw, this.#logger);
    if (event === undefined || this.#hasExited) return;
    for (const listener of [...this.#listeners]) this.#tell(listener, event);
    if (event.type === 'SystemExited') this.stopped(event.status);
    if (event.type === 'ServiceDisconnected') this.stopped(lostExitStatus);
  }

  /** The system has ended, or had ended before anybody listened: no event will tell. */
  stopped(status: SystemExitStatus): void {
    this.#hasExited = true;
    this.#listeners.clear();
    this.#exit(status);
  }

  /** The handle is closed: nobody is told anything more. */
  mute(): void {
    this.#listeners.clear();
  }

  #tell(listener: (event: SystemEvent) => void, event: SystemEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#logger.error('A listener threw.', { eventType: event.type, error });
    }
  }
}
