import { hcsError, hresults, type ComputeHost, type ComputeSystem } from '@uvmkit/hcs';
import {
  ComputeSystem as ComputeSystemDocument,
  ServicePropertyQuery,
  SystemQuery,
  type Properties,
  type ServiceProperties,
} from '@uvmkit/hcs-schema';
import type { CreateOptions, Hypervisor, HypervisorConfig, VirtualMachine } from '@uvmkit/hypervisor';
import { silentLogger, waitFor, type Logger, type WaitOptions } from '@uvmkit/vmutils';
import { availableParallelism } from 'node:os';
import { assertDocument } from './assert-document.js';
import { EmulatedSystem } from './emulated-system.js';
import { planMachine } from './machine-plan.js';
import { runtimeIdOf } from './runtime-id.js';
import { serviceProperties } from './service-properties.js';
import { SystemHandle } from './system-handle.js';
import { matches } from './system-query.js';

const DEFAULT_TIMEOUT_MS = 60_000;
const MAX_ID_LENGTH = 260;

export interface EmulatedHostOptions {
  readonly hypervisor: Hypervisor;
  /** Start virtual machines from saved templates, where the hypervisor can. */
  readonly warm?: boolean;
  /** What the host reports as its processors. Default: what this process may use. */
  readonly logicalProcessorCount?: number;
  readonly logger?: Logger;
}

/** The Host Compute Service over any hypervisor: the same documents, states, events and errors, on any operating system. */
export const createEmulatedHost = (options: EmulatedHostOptions): ComputeHost => new EmulatedHost(options);

interface Entry {
  readonly system: EmulatedSystem;
  readonly handles: Set<SystemHandle>;
}

class EmulatedHost implements ComputeHost {
  readonly #hypervisor: Hypervisor;
  readonly #warm: boolean;
  readonly #logicalProcessorCount: number;
  readonly #logger: Logger;
  /** Living systems by lower-cased id: HCS compares ids without regard to case. */
  readonly #entries = new Map<string, Entry>();
  /** Creations under way, by lower-cased id: it is taken until the hypervisor is done, even if nobody waits any more. */
  readonly #constructions = new Map<string, Promise<Entry>>();
  readonly #closing = new AbortController();

  constructor({
    hypervisor,
    warm = false,
    logicalProcessorCount,
    logger = silentLogger,
  }: EmulatedHostOptions) {
    this.#hypervisor = hypervisor;
    this.#warm = warm;
    this.#logicalProcessorCount = logicalProcessorCount ?? availableParallelism();
    this.#logger = logger;
  }

  properties(query: ServicePropertyQuery = {}, options: WaitOptions = {}): Promise<ServiceProperties> {
    return waitFor('properties of the service', options, async () =>
      serviceProperties(assertDocument(ServicePropertyQuery, query), {
        logicalProcessorCount: this.#logicalProcessorCount,
      }),
    );
  }

  async create(
    id: string,
    document: ComputeSystemDocument,
    { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions = {},
  ): Promise<ComputeSystem> {
    this.#assertOpen();
    this.#assertFree(id);
    const checked = assertDocument(ComputeSystemDocument, document);
    const config = planMachine(runtimeIdOf(id), checked);
    const ends = [this.#closing.signal, ...(signal ? [signal] : [])];
    const entry = await waitFor(`creation of ${id}`, { signal: AbortSignal.any(ends), timeoutMs }, (ended) =>
      this.#construct(id, checked, config, ended),
    );
    this.#assertOpen();
    return this.#handle(entry);
  }

  open(id: string, options: WaitOptions = {}): Promise<ComputeSystem> {
    return waitFor(`opening of ${id}`, options, async () => {
      this.#assertOpen();
      const entry = this.#entries.get(id.toLowerCase());
      if (entry === undefined) {
        throw hcsError(hresults.HCS_E_SYSTEM_NOT_FOUND, { detail: `Asked for ${JSON.stringify(id)}.` });
      }
      return this.#handle(entry);
    });
  }

  enumerate(query: SystemQuery = {}, options: WaitOptions = {}): Promise<readonly Properties[]> {
    return waitFor('enumeration of systems', options, async () => {
      const asked = assertDocument(SystemQuery, query);
      return [...this.#entries.values()]
        .map(({ system }) => system.properties())
        .filter((found) => matches(asked, found));
    });
  }

  /** Unlike Windows, this host takes its systems with it: they live in this process. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#constructions.values());
    const entries = [...this.#entries.values()];
    await Promise.all(entries.flatMap(({ handles }) => [...handles]).map((handle) => handle.close()));
    await Promise.all(entries.map(({ system }) => system.machine[Symbol.asyncDispose]()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Makes a system that is in the table of systems by the time its id is no longer reserved. */
  #construct(
    id: string,
    document: ComputeSystemDocument,
    config: HypervisorConfig,
    signal: AbortSignal,
  ): Promise<Entry> {
    const key = id.toLowerCase();
    const logger = this.#logger.child({ vmId: id });
    const construction = (async () => {
      try {
        const machine = await this.#machine(id, config, { signal, logger, warm: this.#warm });
        const onStopped = (): void => void this.#entries.delete(key);
        const system = new EmulatedSystem({
          id,
          runtimeId: config.id,
          document,
          machine,
          canPause: this.#hypervisor.capabilities.pause,
          logger,
          onStopped,
        });
        const entry: Entry = { system, handles: new Set() };
        this.#entries.set(key, entry);
        return entry;
      } finally {
        this.#constructions.delete(key);
      }
    })();
    this.#constructions.set(key, construction);
    return construction;
  }

  async #machine(id: string, config: HypervisorConfig, options: CreateOptions): Promise<VirtualMachine> {
    try {
      const machine = await this.#hypervisor.create(config, options);
      if (!options.signal?.aborted) return machine;
      // Nobody waits any more: a machine that came too late belongs to no one.
      await machine[Symbol.asyncDispose]();
    } catch (cause) {
      throw constructFailure(id, cause);
    }
    throw constructFailure(id, options.signal.reason);
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) {
      throw hcsError(hresults.ERROR_INVALID_HANDLE, { detail: 'A host is used that has been closed.' });
    }
  }

  #assertFree(id: string): void {
    if (id === '' || id.length > MAX_ID_LENGTH || /\p{Cc}/u.test(id)) {
      throw hcsError(hresults.E_INVALIDARG, {
        detail: `An id has 1 to ${MAX_ID_LENGTH} characters and no control characters, not ${JSON.stringify(id)}.`,
      });
    }
    const key = id.toLowerCase();
    if (this.#entries.has(key) || this.#constructions.has(key)) {
      throw hcsError(hresults.HCS_E_SYSTEM_ALREADY_EXISTS, { detail: `Creating ${JSON.stringify(id)}.` });
    }
  }

  #handle(entry: Entry): SystemHandle {
    const handle = new SystemHandle(entry.system, async (closed) => {
      entry.handles.delete(closed);
      const { document, state, machine } = entry.system;
      if (entry.handles.size > 0 || state === 'Stopped') return;
      if (document.ShouldTerminateOnLastHandleClosed === true) await machine.stop();
    });
    entry.handles.add(handle);
    return handle;
  }
}

const constructFailure = (id: string, cause: unknown): Error =>
  hcsError(hresults.E_FAIL, {
    detail: `Construction of ${JSON.stringify(id)} failed.`,
    document: {
      Error: hresults.E_FAIL | 0,
      ErrorMessage: cause instanceof Error ? cause.message : String(cause),
      Attribution: [{ OperationFailure: { Detail: 'Construct' } }],
    },
    cause,
  });
