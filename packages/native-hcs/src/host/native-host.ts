import { setMaxListeners } from 'node:events';
import { hcsError, hresults, type ComputeHost, type ComputeSystem } from '@uvmkit/hcs';
import {
  print,
  Properties,
  ServiceProperties,
  ServicePropertyQuery,
  SystemQuery,
  type ComputeSystem as ComputeSystemDocument,
} from '@uvmkit/hcs-schema';
import {
  silentLogger,
  UvmError,
  waitFor,
  type GuestSockets,
  type Logger,
  type WaitOptions,
} from '@uvmkit/vmutils';
import type { OutPointer } from '../calls/c-types.js';
import { GENERIC_ALL } from '../calls/computecore.js';
import type { LibraryPaths } from '../calls/libraries.js';
import { callError, optionalText, readDocument, readDocuments } from '../operations/documents.js';
import type { HandleCounts } from '../operations/native-handle.js';
import { runtimeOf } from '../operations/runtime.js';
import { HyperVSockets } from '../sockets/hyperv-sockets.js';
import { deadlines } from './deadlines.js';
import { NativeSystem } from './native-system.js';
import { Service } from './service.js';
import type { SystemConnection } from './system-connection.js';

export interface NativeHostOptions {
  /** Libraries to load in place of Windows' own. Needed on other systems, where there are none. */
  readonly libraries?: LibraryPaths | undefined;
  readonly logger?: Logger | undefined;
}

/** The compute service of this Windows. */
export interface NativeHost extends ComputeHost {
  /** Handles of compute systems that this host opened, closed, and closed for want of a holder. */
  readonly handleCounts: HandleCounts;
}

/**
 * The Host Compute Service of this machine.
 *
 * Nothing is loaded before the first call. On other systems than Windows every call rejects with
 * `UVM_UNSUPPORTED_PLATFORM`, unless `libraries` says what to load. While a handle is open it keeps the process alive,
 * as an open socket does: close the host, or dispose it.
 */
export const createNativeHost = (options: NativeHostOptions = {}): NativeHost => new WindowsHost(options);

const noHandles: HandleCounts = { opened: 0, closed: 0, collected: 0 };

class WindowsHost implements NativeHost {
  readonly #libraries: LibraryPaths;
  readonly #logger: Logger;
  readonly #connections = new Set<SystemConnection>();
  /** Creations and openings under way. */
  readonly #comings = new Set<Promise<NativeSystem>>();
  readonly #closed = new AbortController();
  #service: Service | undefined;
  #sockets: HyperVSockets | undefined;

  constructor({ libraries = {}, logger = silentLogger }: NativeHostOptions) {
    // Every call that is under way listens to it.
    setMaxListeners(0, this.#closed.signal);
    this.#libraries = libraries;
    this.#logger = logger;
  }

  get handleCounts(): HandleCounts {
    return this.#service?.handles.counts ?? noHandles;
  }

  async properties(
    query: ServicePropertyQuery = {},
    { signal, timeoutMs = deadlines.answer }: WaitOptions = {},
  ): Promise<ServiceProperties> {
    const what = 'query of service properties';
    const text = optionalText(ServicePropertyQuery, query);
    const answer = await this.#call(what, { signal, timeoutMs }, (service, ended) =>
      service.ask(what, { signal: ended }, (document, notAnyMore) =>
        service.native.computecore.HcsGetServiceProperties.asyncUnless(notAnyMore, text, document),
      ),
    );
    return readDocument(ServiceProperties, answer, 'the properties of the service');
  }

  async create(
    id: string,
    document: ComputeSystemDocument,
    { signal, timeoutMs = deadlines.create }: WaitOptions = {},
  ): Promise<ComputeSystem> {
    const what = `creation of ${JSON.stringify(id)}`;
    const text = print(document);
    return this.#come(what, { signal, timeoutMs }, async (service, ended) => {
      const { HcsCreateComputeSystem, HcsCloseComputeSystem } = service.native.computecore;
      const slot: OutPointer = [null];
      await service.operations.run(
        {
          what,
          of: this,
          submit: (operation, givenUp) =>
            HcsCreateComputeSystem.asyncUnless(givenUp.signal, id, text, operation, null, slot),
          // Windows gives a handle even to a creation that fails.
          undo: async (result) => {
            if (slot[0] === null) return;
            if (result && result.hresult < 0) await HcsCloseComputeSystem.async(slot[0]);
            else await this.#take(service, id, slot).discard();
          },
        },
        { signal: ended },
      );
      const system = this.#take(service, id, slot);
      return this.#handOut(system, ended, () => system.discard());
    });
  }

  async open(id: string, { signal, timeoutMs = deadlines.answer }: WaitOptions = {}): Promise<ComputeSystem> {
    const what = `opening of ${JSON.stringify(id)}`;
    return this.#come(what, { signal, timeoutMs }, async (service, ended) => {
      const slot: OutPointer = [null];
      const { HcsOpenComputeSystem } = service.native.computecore;
      const hresult = await HcsOpenComputeSystem.asyncUnless(ended, id, GENERIC_ALL, slot);
      if (hresult < 0) throw callError(what, { hresult, text: undefined });
      const system = this.#take(service, id, slot);
      return this.#handOut(system, ended, () => system.close());
    });
  }

  async enumerate(
    query: SystemQuery = {},
    { signal, timeoutMs = deadlines.answer }: WaitOptions = {},
  ): Promise<readonly Properties[]> {
    const what = 'enumeration of compute systems';
    const text = optionalText(SystemQuery, query);
    const answer = await this.#call(what, { signal, timeoutMs }, (service, ended) =>
      service.operations.run(
        {
          what,
          of: this,
          submit: (operation, givenUp) =>
            service.native.computecore.HcsEnumerateComputeSystems.asyncUnless(
              givenUp.signal,
              text,
              operation,
            ),
        },
        { signal: ended },
      ),
    );
    return readDocuments(Properties, answer, 'the list of compute systems');
  }

  async close(): Promise<void> {
    this.#closed.abort(hcsError(hresults.ERROR_INVALID_HANDLE, { detail: 'The host was closed.' }));
    const ends = await waitFor('the handles of the host to close', { timeoutMs: deadlines.close }, () =>
      Promise.allSettled([
        ...[...this.#connections].map((connection) => connection.close()),
        this.#sockets?.close(),
        this.#settled(),
      ]),
    );
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure) throw failure.reason;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Waits until systems that were on their way to somebody are handed out or taken back. */
  async #settled(): Promise<void> {
    await Promise.allSettled(this.#comings);
    await this.#service?.operations.settled(this);
  }

  async #open(): Promise<Service> {
    this.#closed.signal.throwIfAborted();
    const runtime = await runtimeOf(this.#libraries);
    this.#service ??= new Service(runtime, this.#logger);
    return this.#service;
  }

  /** Runs a call that ends early with its caller's wait, and with this host. */
  async #call<T>(
    what: string,
    { signal, timeoutMs }: WaitOptions,
    run: (service: Service, ended: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const service = await this.#open();
    const closed = this.#closed.signal;
    try {
      return await waitFor(
        what,
        { signal: signal ? AbortSignal.any([signal, closed]) : closed, timeoutMs },
        (ended) => run(service, ended),
      );
    } catch (error) {
      const cutOff =
        closed.aborted && !signal?.aborted && error instanceof UvmError && error.code === 'UVM_ABORTED';
      throw cutOff ? closed.reason : error;
    }
  }

  #take(service: Service, id: string, [handle]: OutPointer): NativeSystem {
    if (handle === null) {
      throw hcsError(hresults.E_FAIL, { detail: `No handle came for ${JSON.stringify(id)}.` });
    }
    const socketsOf = (runtimeId: string): GuestSockets => {
      this.#sockets ??= new HyperVSockets(service.runtime, service.logger);
      return this.#sockets.of(runtimeId);
    };
    return new NativeSystem({ service, id, handle, socketsOf });
  }

  /** As `#call`, for what ends in a handle. */
  #come(
    what: string,
    wait: WaitOptions,
    run: (service: Service, ended: AbortSignal) => Promise<NativeSystem>,
  ): Promise<NativeSystem> {
    return this.#call(what, wait, (service, ended) => {
      const coming = run(service, ended);
      this.#comings.add(coming);
      return coming.finally(() => this.#comings.delete(coming));
    });
  }

  /** A system whose beginning failed, or whom nobody waits for any more, is taken back. */
  async #handOut(
    system: NativeSystem,
    ended: AbortSignal,
    takeBack: () => Promise<void>,
  ): Promise<NativeSystem> {
    try {
      await system.begin({ signal: ended });
      ended.throwIfAborted();
    } catch (error) {
      await takeBack();
      throw error;
    }
    const { connection } = system;
    this.#connections.add(connection);
    connection.onClosed(() => this.#connections.delete(connection));
    return system;
  }
}
