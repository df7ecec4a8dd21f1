import { hcsError, hresults, type ComputeHost, type ComputeSystem } from '@uvmkit/hcs';
import {
  ComputeSystem as ComputeSystemDocument,
  type Properties,
  type ServicePropertyQuery,
  type ServiceProperties,
  type SystemQuery,
} from '@uvmkit/hcs-schema';
import type { Hypervisor, HypervisorConfig, VirtualMachine } from '@uvmkit/hypervisor';
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
  /** Ids whose creation is under way. */
  readonly #reserved = new Set<string>();

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

  async properties(query: ServicePropertyQuery = {}): Promise<ServiceProperties> {
    return serviceProperties(query, { logicalProcessorCount: this.#logicalProcessorCount });
  }

  async create(
    id: string,
    document: ComputeSystemDocument,
    { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions = {},
  ): Promise<ComputeSystem> {
    const key = this.#reserve(id);
    try {
      const checked = assertDocument(ComputeSystemDocument, document);
      const runtimeId = runtimeIdOf(id);
      const config = planMachine(runtimeId, checked);
      const machine = await waitFor(`creation of ${id}`, { signal, timeoutMs }, (ended) =>
        this.#construct(id, config, ended),
      );
      const system = new EmulatedSystem({
        id,
        runtimeId,
        document: checked,
        machine,
        onStopped: () => this.#entries.delete(key),
      });
      const entry: Entry = { system, handles: new Set() };
      this.#entries.set(key, entry);
      return this.#handle(entry);
    } finally {
      this.#reserved.delete(key);
    }
  }

  async open(id: string): Promise<ComputeSystem> {
    const entry = this.#entries.get(id.toLowerCase());
    if (entry === undefined) {
      throw hcsError(hresults.HCS_E_SYSTEM_NOT_FOUND, { detail: `Asked for ${JSON.stringify(id)}.` });
    }
    return this.#handle(entry);
  }

  async enumerate(query: SystemQuery = {}): Promise<readonly Properties[]> {
    return [...this.#entries.values()]
      .map(({ system }) => system.properties())
      .filter((found) => matches(query, found));
  }

  /** Unlike Windows, this host takes its systems with it: they live in this process. */
  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    await Promise.all(entries.flatMap(({ handles }) => [...handles]).map((handle) => handle.close()));
    await Promise.all(entries.map(({ system }) => system.machine[Symbol.asyncDispose]()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #construct(id: string, config: HypervisorConfig, signal: AbortSignal): Promise<VirtualMachine> {
    const logger = this.#logger.child({ vmId: id });
    let machine: VirtualMachine;
    try {
      machine = await this.#hypervisor.create(config, { signal, logger, warm: this.#warm });
    } catch (cause) {
      throw constructFailure(id, cause);
    }
    // Nobody waits any more: a machine that came too late belongs to no one.
    if (signal.aborted) await machine[Symbol.asyncDispose]();
    return machine;
  }

  #reserve(id: string): string {
    if (id === '' || id.length > MAX_ID_LENGTH || /\p{Cc}/u.test(id)) {
      throw hcsError(hresults.E_INVALIDARG, {
        detail: `An id has 1 to ${MAX_ID_LENGTH} characters and no control characters, not ${JSON.stringify(id)}.`,
      });
    }
    const key = id.toLowerCase();
    if (this.#entries.has(key) || this.#reserved.has(key)) {
      throw hcsError(hresults.HCS_E_SYSTEM_ALREADY_EXISTS, { detail: `Creating ${JSON.stringify(id)}.` });
    }
    this.#reserved.add(key);
    return key;
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
