import { waitFor, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import type { OutPointer } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import { callError } from '../operations/documents.js';
import { HandleTable } from '../operations/native-handle.js';
import type { Operations } from '../operations/operations.js';
import { takeText } from '../operations/result-text.js';
import type { Runtime } from '../operations/runtime.js';
import type { RawEvent } from '../operations/system-callbacks.js';

/** The compute service of this machine, as one host calls it. */
export class Service {
  readonly logger: Logger;
  readonly handles: HandleTable;
  readonly runtime: Runtime;

  constructor(runtime: Runtime, logger: Logger) {
    this.runtime = runtime;
    this.logger = logger;
    this.handles = new HandleTable(logger);
  }

  get native(): Native {
    return this.runtime.native;
  }

  get operations(): Operations {
    return this.runtime.operations;
  }

  /** Keeps the process alive until it is disposed. */
  hold(): Disposable {
    return this.runtime.keepAlive.hold();
  }

  /** Has a handle's events told to `receive`, which must not throw. Gives what ends that. */
  async listen(what: string, handle: bigint, receive: (event: RawEvent) => void): Promise<Disposable> {
    const context = this.runtime.systems.add(receive);
    const hresult = await this.native.computecore.HcsSetComputeSystemCallback.async(
      handle,
      0,
      context,
      this.runtime.systems.address,
    );
    if (hresult >= 0) return { [Symbol.dispose]: () => this.runtime.systems.remove(context) };
    this.runtime.systems.remove(context);
    throw callError(`Listening to ${what}`, { hresult, text: undefined });
  }

  /** A call that answers at once, and leaves its document in `document`. */
  async ask(
    what: string,
    wait: WaitOptions,
    call: (document: OutPointer, ended: AbortSignal) => Promise<number>,
  ): Promise<string | undefined> {
    const { hresult, text } = await waitFor(what, wait, async (ended) => {
      const document: OutPointer = [null];
      const result = await call(document, ended);
      return { hresult: result, text: takeText(this.native, document) };
    });
    if (hresult < 0) throw callError(what, { hresult, text });
    return text;
  }
}
