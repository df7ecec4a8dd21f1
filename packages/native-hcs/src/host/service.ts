import { hcsError, hresults } from '@uvmkit/hcs';
import { waitFor, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import type { OutPointer } from '../calls/c-types.js';
import { eventTypes } from '../calls/computecore.js';
import { openNative, type Native } from '../calls/native.js';
import type { LibraryPaths } from '../calls/libraries.js';
import { callError } from '../operations/documents.js';
import { KeepAlive } from '../operations/keep-alive.js';
import { HandleTable } from '../operations/native-handle.js';
import { Operations } from '../operations/operations.js';
import { takeText } from '../operations/result-text.js';
import { SystemCallbacks, type RawEvent } from '../operations/system-callbacks.js';

/** The compute service of this machine, as its calls and answers: what hosts, systems and facts are made of. */
export class Service {
  readonly native: Native;
  readonly logger: Logger;
  readonly keepAlive = new KeepAlive();
  readonly operations: Operations;
  readonly handles: HandleTable;
  readonly #callbacks: SystemCallbacks;

  static async open(paths: LibraryPaths, logger: Logger): Promise<Service> {
    return new Service(await openNative(paths), logger);
  }

  private constructor(native: Native, logger: Logger) {
    this.native = native;
    this.logger = logger;
    this.operations = new Operations(native, this.keepAlive);
    this.handles = new HandleTable(logger);
    this.#callbacks = new SystemCallbacks(native);
  }

  /** Has a handle's events told to `receive`, which must not throw. Gives what ends that. */
  async listen(what: string, handle: bigint, receive: (event: RawEvent) => void): Promise<Disposable> {
    const context = this.#callbacks.add((event) => {
      if (event.type === eventTypes.ServiceDisconnect) this.#lost();
      receive(event);
    });
    const hresult = await this.native.computecore.HcsSetComputeSystemCallback.async(
      handle,
      0,
      context,
      this.#callbacks.address,
    );
    if (hresult >= 0) return { [Symbol.dispose]: () => this.#callbacks.remove(context) };
    this.#callbacks.remove(context);
    throw callError(`Listening to ${what}`, { hresult, text: undefined });
  }

  /** A call that answers at once, and leaves its document in `document`. */
  async ask(
    what: string,
    wait: WaitOptions,
    call: (document: OutPointer) => Promise<number>,
  ): Promise<string | undefined> {
    const { hresult, text } = await waitFor(what, wait, async () => {
      const document: OutPointer = [null];
      const result = await call(document);
      return { hresult: result, text: takeText(this.native, document) };
    });
    if (hresult < 0) throw callError(what, { hresult, text });
    return text;
  }

  #lost(): void {
    this.operations.failAll(
      hcsError(hresults.HCS_E_SERVICE_DISCONNECT, {
        detail: 'The service ended while a request was under way.',
      }),
    );
  }
}
