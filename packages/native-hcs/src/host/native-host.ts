import { hcsError, hresults, type ComputeHost, type ComputeSystem } from '@uvmkit/hcs';
import {
  print,
  Properties,
  ServiceProperties,
  ServicePropertyQuery,
  SystemQuery,
  type ComputeSystem as ComputeSystemDocument,
} from '@uvmkit/hcs-schema';
import { silentLogger, waitFor, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import type { OutPointer } from '../calls/c-types.js';
import { GENERIC_ALL } from '../calls/computecore.js';
import type { LibraryPaths } from '../calls/libraries.js';
import { callError, readDocument, readDocuments } from '../operations/documents.js';
import type { HandleCounts } from '../operations/native-handle.js';
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
  #opening: Promise<Service> | undefined;
  #service: Service | undefined;
  #sockets: HyperVSockets | undefined;

  constructor({ libraries = {}, logger = silentLogger }: NativeHostOptions) {
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
    const service = await this.#open();
    const text = Object.keys(query).length === 0 ? null : print(query, { as: ServicePropertyQuery });
    const answer = await service.ask('The query of service properties', { signal, timeoutMs }, (document) =>
      service.native.computecore.HcsGetServiceProperties.async(text, document),
    );
    return readDocument(ServiceProperties, answer, 'the properties of the service');
  }

  async create(
    id: string,
    document: ComputeSystemDocument,
    { signal, timeoutMs = deadlines.create }: WaitOptions = {},
  ): Promise<ComputeSystem> {
    const service = await this.#open();
    const text = print(document);
    const what = `creation of ${JSON.stringify(id)}`;
    return waitFor(what, { signal, timeoutMs }, async (ended) => {
      const { HcsCreateComputeSystem, HcsCloseComputeSystem } = service.native.computecore;
      const slot: OutPointer = [null];
      try {
        await service.operations.run(
          {
            what,
            submit: (operation) => HcsCreateComputeSystem.async(id, text, operation, null, slot),
            undo: () => this.#take(service, id, slot).discard(),
          },
          { signal: ended },
        );
      } catch (error) {
        // A creation that failed may leave a handle as well. One that was given up is discarded by `undo`.
        if (!ended.aborted && slot[0] !== null) await HcsCloseComputeSystem.async(slot[0]);
        throw error;
      }
      const system = this.#take(service, id, slot);
      return this.#handOut(system, ended, () => system.discard());
    });
  }

  async open(id: string, { signal, timeoutMs = deadlines.answer }: WaitOptions = {}): Promise<ComputeSystem> {
    const service = await this.#open();
    const { HcsOpenComputeSystem } = service.native.computecore;
    const what = `opening of ${JSON.stringify(id)}`;
    return waitFor(what, { signal, timeoutMs }, async (ended) => {
      const slot: OutPointer = [null];
      const hresult = await HcsOpenComputeSystem.async(id, GENERIC_ALL, slot);
      if (hresult < 0) throw callError(what, { hresult, text: undefined });
      const system = this.#take(service, id, slot);
      return this.#handOut(system, ended, () => system.close());
    });
  }

  async enumerate(
    query: SystemQuery = {},
    { signal, timeoutMs = deadlines.answer }: WaitOptions = {},
  ): Promise<readonly Properties[]> {
    const service = await this.#open();
    const text = Object.keys(query).length === 0 ? null : print(query, { as: SystemQuery });
    const answer = await service.operations.run(
      {
        what: 'enumeration of compute systems',
        submit: (operation) => service.native.computecore.HcsEnumerateComputeSystems.async(text, operation),
      },
      { signal, timeoutMs },
    );
    return readDocuments(Properties, answer, 'the list of compute systems');
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => connection.close()));
    await this.#sockets?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #open(): Promise<Service> {
    this.#opening ??= Service.open(this.#libraries, this.#logger);
    this.#service = await this.#opening;
    return this.#service;
  }

  #take(service: Service, id: string, [handle]: OutPointer): NativeSystem {
    if (handle === null)
      throw hcsError(hresults.E_FAIL, { detail: `No handle came for ${JSON.stringify(id)}.` });
    this.#sockets ??= new HyperVSockets(service.native, service.keepAlive, service.logger);
    const sockets = this.#sockets;
    return new NativeSystem({ service, id, handle, socketsOf: (runtimeId) => sockets.of(runtimeId) });
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
