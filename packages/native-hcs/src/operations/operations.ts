import { hcsError, hresults } from '@uvmkit/hcs';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import type { OutPointer } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import { callError } from './documents.js';
import type { KeepAlive } from './keep-alive.js';
import { Mailbox } from './mailbox.js';
import { takeText, type CallResult } from './result-text.js';

/** A request to the service that is answered later. */
export interface Request {
  /** Names it in errors: "start of vm-1". */
  readonly what: string;
  /** Hands the request in, on a thread that may block. Gives the HRESULT of handing in. */
  readonly submit: (operation: bigint) => Promise<number>;
  /** Whose request it is: `fail` ends the requests of one. */
  readonly of?: object;
  /** Undoes what a request brings about that nobody waits for any more. Runs after handing in has ended. */
  readonly undo?: () => Promise<void>;
}

type Outcome = 'completed' | 'abandoned' | Error;

interface InFlight {
  readonly of: object | undefined;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Requests in flight. Each has an operation of its own, whose completion Windows tells through one shared callback; no
 * thread waits. An operation is closed once, after its request was handed in and answered or given up.
 */
export class Operations {
  readonly #native: Native;
  readonly #keepAlive: KeepAlive;
  readonly #onCompletion: bigint;
  readonly #inFlight = new Map<bigint, InFlight>();
  #lastContext = 0n;

  constructor(native: Native, keepAlive: KeepAlive) {
    this.#native = native;
    this.#keepAlive = keepAlive;
    const completions = new Mailbox<bigint>((context) => this.#inFlight.get(context)?.settle('completed'));
    this.#onCompletion = native.callback((_operation, context) => completions.post(context ?? 0n));
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /**
   * Hands a request in and gives the text of its result.
   *
   * @throws the typed error of the HRESULT, with the error document; UVM_TIMEOUT and UVM_ABORTED when the wait ended
   * before: the service may then still do what was asked, and `undo` has been started.
   */
  async run(request: Request, wait: WaitOptions): Promise<string | undefined> {
    const { hresult, text } = await waitFor(request.what, wait, (ended) => this.#answer(request, ended));
    if (hresult < 0) throw callError(request.what, { hresult, text });
    return text;
  }

  /** No answer is waited for any more: all requests, or those of `owner`, reject with `error`. */
  fail(error: Error, owner?: object): void {
    for (const { of, settle } of [...this.#inFlight.values()]) {
      if (owner === undefined || of === owner) settle(error);
    }
  }

  async #answer({ submit, undo, what, of }: Request, ended: AbortSignal): Promise<CallResult> {
    const { HcsCreateOperation, HcsCloseOperation, HcsCancelOperation } = this.#native.computecore;
    const context = ++this.#lastContext;
    const operation = HcsCreateOperation(context, this.#onCompletion);
    if (operation === null) throw hcsError(hresults.E_OUTOFMEMORY, { detail: `${what} failed.` });

    const hold = this.#keepAlive.hold();
    const outcome = new Promise<Outcome>((settle) => this.#inFlight.set(context, { of, settle }));
    const abandon = (): void => this.#inFlight.get(context)?.settle('abandoned');
    ended.addEventListener('abort', abandon, { once: true });
    let called = false;
    try {
      const accepted = await submit(operation);
      if (accepted < 0) return { hresult: accepted, text: this.#result(operation).text };

      const how = await outcome;
      called = how === 'completed';
      if (called) return this.#result(operation);
      // Windows documents that most requests cannot be cancelled; those that can end sooner.
      HcsCancelOperation(operation);
      if (undo) await undo();
      throw how === 'abandoned' ? ended.reason : how;
    } finally {
      ended.removeEventListener('abort', abandon);
      this.#inFlight.delete(context);
      // Before its callback ran, closing may wait for that callback, which waits for this thread.
      if (called) HcsCloseOperation(operation);
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
