import { hcsEvent } from '../calls/computecore.js';
import type { Native } from '../calls/native.js';
import { Mailbox } from './mailbox.js';

/** An event as Windows tells it: HCS_EVENT_TYPE, and its document. */
export interface RawEvent {
  readonly type: number;
  readonly data: string | undefined;
}

interface Letter {
  readonly context: bigint;
  readonly event: RawEvent;
}

/**
 * The one callback that all system handles share; each is told apart by the context that it registered. What comes for
 * a context that is gone is dropped.
 */
export class SystemCallbacks {
  readonly #receivers = new Map<bigint, (event: RawEvent) => void>();
  readonly address: bigint;
  #lastContext = 0n;

  constructor(native: Native) {
    const letters = new Mailbox<Letter>(({ context, event }) => this.#receivers.get(context)?.(event));
    this.address = native.callback((event, context) => {
      if (event === null) return;
      const { Type, EventData } = native.read(event, hcsEvent);
      letters.post({ context: context ?? 0n, event: { type: Type, data: EventData ?? undefined } });
    });
  }

  /** @param receive must not throw */
  add(receive: (event: RawEvent) => void): bigint {
    const context = ++this.#lastContext;
    this.#receivers.set(context, receive);
    return context;
  }

  remove(context: bigint): void {
    this.#receivers.delete(context);
  }
}
