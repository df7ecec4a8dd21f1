import type { OutPointer } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import { succeed } from '../calls/win32-error.js';
import { Mailbox } from './mailbox.js';

const FOR_EVER = 0xffff_ffff;
/** INVALID_HANDLE_VALUE as the event to signal: the call waits until no callback runs any more. */
const WAIT_FOR_CALLBACKS = 0xffff_ffff_ffff_ffffn;

/** An event object of Windows that somebody watches. */
export interface WatchedEvent extends AsyncDisposable {
  readonly handle: bigint;
}

/**
 * Event objects, watched by Windows' own thread pool: no thread of libuv's waits for them, however many there are.
 * Each is reset by being seen (auto-reset).
 */
export class EventWaits {
  readonly #native: Native;
  readonly #callback: bigint;
  readonly #watchers = new Map<bigint, () => void>();
  #lastContext = 0n;

  constructor(native: Native) {
    this.#native = native;
    const signals = new Mailbox<bigint>((context) => this.#watchers.get(context)?.());
    this.#callback = native.callback((context) => signals.post(context ?? 0n));
  }

  /** A new event; `onSignal`, which must not throw, runs each time it was signalled. */
  watch(onSignal: () => void): WatchedEvent {
    const { CreateEventW, CloseHandle, RegisterWaitForSingleObject, UnregisterWaitEx } =
      this.#native.kernel32;
    const handle = succeed(this.#native, 'CreateEventW', () => CreateEventW(null, 0, 0, null));
    const wait: OutPointer = [null];
    const context = ++this.#lastContext;
    this.#watchers.set(context, onSignal);
    try {
      succeed(this.#native, 'RegisterWaitForSingleObject', () =>
        RegisterWaitForSingleObject(wait, handle, this.#callback, context, FOR_EVER, 0),
      );
    } catch (error) {
      this.#watchers.delete(context);
      CloseHandle(handle);
      throw error;
    }

    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      this.#watchers.delete(context);
      const isOver = (await UnregisterWaitEx.async(wait[0], WAIT_FOR_CALLBACKS)) !== 0;
      // An event that is closed under a wait would make that wait undefined; one that stays open costs a handle.
      if (isOver) CloseHandle(handle);
    };
    return { handle, [Symbol.asyncDispose]: () => (closing ??= close()) };
  }
}
