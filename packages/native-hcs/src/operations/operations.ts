import { hcsError, hresults } from '@uvmkit/hcs';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import type { OutPointer } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import { callError } from './documents.js';
import type { KeepAlive } from './keep-alive.js';
import { Latch } from './latch.js';
import { Mailbox } from './mailbox.js';
import { takeText, type CallResult } from './result-text.js';

/** Milliseconds that a request which nobody waits for any more has to be answered before it is undone all the same. */
const UNDO_AFTER_MS = 60_000;

/** A request to the service that is answered later. */
export interface Request {
  /** Names it in errors: "start of vm-1". */
  readonly what: string;
  /** Hands the request in, on a thread that may block, unless it was given up before. Gives the HRESULT of handing in. */
  readonly submit: (operation: bigint, givenUp: Latch) => Promise<number>;
  /** Whose request it is: `fail` ends the requests of one, `settled` waits for them. */
  readonly of: object;
  /**
   * Takes back what a request may have brought about that failed, or that nobody waits for any more. Runs once, after the
   * answer where one came. Must not throw.
   */
  readonly undo?: (result: CallResult | undefined) => Promise<void>;
}

/** A request from its beginning until its operation is closed. */
interface Flight {
  readonly of: object;
  readonly complete: () => void;
  readonly fail: (error: Error) => void;
  readonly over: Promise<void>;
}

/**
 * Requests in flight. Each has an operation of its own, whose completion Windows tells through one shared callback; no
 * thread waits. An operation is closed once, after its request was handed in and answered or given up.
 */
export class Operations {
  readonly #native: Native;
  readonly #keepAlive: KeepAlive;
  readonly #onCompletion: bigint;
  readonly #flights = new Map<bigint, Flight>();
  #lastContext = 0n;

  constructor(native: Native, keepAlive: KeepAlive) {
    this.#native = native;
    this.#keepAlive = keepAlive;
    const completions = new Mailbox<bigint>((context) => this.#flights.get(context)?.complete());
    this.#onCompletion = native.callback((_operation, context) => completions.post(context ?? 0n));
  }

  /**
   * Hands a request in and gives the text of its result.
   *
   * @throws the typed error of the HRESULT, with the error document; UVM_TIMEOUT and UVM_ABORTED when the wait ended
   * before: the service may then still do what was asked, unless the request can be undone.
   */
  async run(request: Request, wait: WaitOptions): Promise<string | undefined> {
    const { hresult, text } = await waitFor(request.what, wait, (ended) => this.#begin(request, ended));
    if (hresult < 0) throw callError(request.what, { hresult, text });
    return text;
  }

  /** The requests of `owner` reject with `error`. */
  fail(error: Error, owner: object): void {
    for (const flight of [...this.#flights.values()]) {
      if (flight.of === owner) flight.fail(error);
    }
  }

  /** Waits until nothing of the requests of `owner` is under way, undone ones included. */
  async settled(owner: object): Promise<void> {
    const flights = [...this.#flights.values()].filter(({ of }) => of === owner);
    await Promise.all(flights.map(({ over }) => over));
  }

  #begin(request: Request, ended: AbortSignal): Promise<CallResult> {
    const context = ++this.#lastContext;
    const operation = this.#native.computecore.HcsCreateOperation(context, this.#onCompletion);
    if (operation === null) throw hcsError(hresults.E_OUTOFMEMORY, { detail: `${request.what} failed.` });

    return new Promise((answer, reject) => {
      const completed = new Latch();
      const givenUp = new Latch();
      ended.addEventListener('abort', () => givenUp.open(), { once: true });
      const over = this.#fly(request, operation, { answer, completed, givenUp })
        .catch(reject)
        .finally(() => this.#flights.delete(context));
      this.#flights.set(context, {
        of: request.of,
        complete: () => completed.open(),
        fail: (error) => {
          reject(error);
          givenUp.open();
        },
        over,
      });
    });
  }

  async #fly({ submit, undo }: Request, operation: bigint, course: Course): Promise<void> {
    const { HcsCloseOperation, HcsCancelOperation } = this.#native.computecore;
    const { answer, completed, givenUp } = course;
    const hold = this.#keepAlive.hold();
    let result: CallResult | undefined;
    try {
      const accepted = await submit(operation, givenUp);
      if (accepted >= 0) {
        await Promise.race([completed.opened, givenUp.opened]);
        // Windows documents that most requests cannot be cancelled; those that can end sooner.
        if (!completed.isOpen) await HcsCancelOperation.async(operation);
        if (undo) await completed.within(UNDO_AFTER_MS);
      }
      if (accepted < 0) result = { hresult: accepted, text: this.#result(operation).text };
      else if (completed.isOpen) result = this.#result(operation);
      if (result) answer(result);
    } finally {
      if (undo && (givenUp.isOpen || result === undefined || result.hresult < 0)) await undo(result);
      // Before its callback ran, closing may wait for that callback, which waits for this thread.
      if (completed.isOpen) HcsCloseOperation(operation);
      else await HcsCloseOperation.async(operation);
      hold[Symbol.dispose]();
    }
  }

  #result(operation: bigint): CallResult {
    const document: OutPointer = [null];
    const hresult = this.#native.computecore.HcsGetOperationResult(operation, document);
    return { hresult, text: takeText(this.#native, document) };
  }
}

/** What happens to a flight from outside, and where its answer goes. */
interface Course {
  readonly answer: (result: CallResult) => void;
  readonly completed: Latch;
  readonly givenUp: Latch;
}
