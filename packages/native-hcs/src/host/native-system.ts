import { type ComputeSystem, type SystemEvent } from '@uvmkit/hcs';
import {
  ModifySettingRequest,
  print,
  Properties,
  PropertyQuery,
  SaveOptions,
  ShutdownOptions,
  type SystemExitStatus,
} from '@uvmkit/hcs-schema';
import { waitFor, type GuestListener, type GuestSockets, type WaitOptions } from '@uvmkit/vmutils';
import type { Duplex } from 'node:stream';
import { optionalText, readDocument } from '../operations/documents.js';
import { deadlines } from './deadlines.js';
import type { Service } from './service.js';
import { SystemConnection, type Submit } from './system-connection.js';

/** What a system is made of. */
export interface SystemParts {
  readonly service: Service;
  readonly id: string;
  /** Windows' handle, which the system takes over. */
  readonly handle: bigint;
  readonly socketsOf: (runtimeId: string) => GuestSockets;
}

/** One handle of a compute system of Windows. */
export class NativeSystem implements ComputeSystem {
  readonly #service: Service;
  readonly #connection: SystemConnection;
  readonly #sockets: (runtimeId: string) => GuestSockets;
  #id: string;
  #runtimeId = '';
  #waitsForExit: Disposable | undefined;

  constructor({ service, id, handle, socketsOf }: SystemParts) {
    this.#id = id;
    this.#service = service;
    this.#sockets = socketsOf;
    this.#connection = new SystemConnection(service, id, handle, this);
  }

  /** Listens first, then reads what there is to know. */
  async begin(wait: WaitOptions): Promise<void> {
    await this.#connection.listen();
    const { Id, RuntimeId, Stopped, ExitType } = await this.properties({}, wait);
    this.#id = Id ?? this.#id;
    this.#runtimeId = RuntimeId ?? '';
    // An exit before somebody listened is told to nobody.
    if (Stopped === true) this.#connection.watch.stopped(ExitType === undefined ? {} : { ExitType });
  }

  /** Ends a system that nobody wants, as far as that can be done, and closes the handle. */
  async discard(): Promise<void> {
    try {
      await this.#requestTermination({ timeoutMs: deadlines.terminate });
    } catch (error) {
      this.#service.logger.warn('A system that nobody wants could not be ended.', {
        systemId: this.id,
        error,
      });
    }
    await this.close();
  }

  /** In the spelling of its creation, which the service keeps. */
  get id(): string {
    return this.#id;
  }

  get runtimeId(): string {
    return this.#runtimeId;
  }

  /** What closes this handle without holding on to this object. */
  get connection(): SystemConnection {
    return this.#connection;
  }

  get exited(): Promise<SystemExitStatus> {
    this.#waitsForExit ??= this.#connection.retain(this);
    return this.#connection.watch.exited;
  }

  subscribe(listener: (event: SystemEvent) => void): Disposable {
    this.#connection.assertOpen();
    const retention = this.#connection.retain(this);
    const subscription = this.#connection.watch.subscribe(listener);
    return {
      [Symbol.dispose]: () => {
        subscription[Symbol.dispose]();
        retention[Symbol.dispose]();
      },
    };
  }

  async start(wait?: WaitOptions): Promise<void> {
    const { HcsStartComputeSystem } = this.#service.native.computecore;
    await this.#change('start', wait, (handle, operation, givenUp) =>
      HcsStartComputeSystem.asyncUnless(givenUp.signal, handle, operation, null),
    );
  }

  async pause(wait?: WaitOptions): Promise<void> {
    const { HcsPauseComputeSystem } = this.#service.native.computecore;
    await this.#change('pause', wait, (handle, operation, givenUp) =>
      HcsPauseComputeSystem.asyncUnless(givenUp.signal, handle, operation, null),
    );
  }

  async resume(wait?: WaitOptions): Promise<void> {
    const { HcsResumeComputeSystem } = this.#service.native.computecore;
    await this.#change('resume', wait, (handle, operation, givenUp) =>
      HcsResumeComputeSystem.asyncUnless(givenUp.signal, handle, operation, null),
    );
  }

  async save(options: SaveOptions, wait?: WaitOptions): Promise<void> {
    const { HcsSaveComputeSystem } = this.#service.native.computecore;
    const text = print(options, { as: SaveOptions });
    await this.#change('save', wait, (handle, operation, givenUp) =>
      HcsSaveComputeSystem.asyncUnless(givenUp.signal, handle, operation, text),
    );
  }

  async shutdown(options: ShutdownOptions = {}, wait?: WaitOptions): Promise<void> {
    const { HcsShutDownComputeSystem } = this.#service.native.computecore;
    const text = optionalText(ShutdownOptions, options);
    await this.#change('shutdown', wait, (handle, operation, givenUp) =>
      HcsShutDownComputeSystem.asyncUnless(givenUp.signal, handle, operation, text),
    );
  }

  async modify(request: ModifySettingRequest, wait?: WaitOptions): Promise<void> {
    const { HcsModifyComputeSystem } = this.#service.native.computecore;
    const text = print(request, { as: ModifySettingRequest });
    await this.#change('modification', wait, (handle, operation, givenUp) =>
      HcsModifyComputeSystem.asyncUnless(givenUp.signal, handle, operation, text, null),
    );
  }

  /** Waits for the exit as well: Windows completes the call before or after it tells of the end. */
  async terminate({ signal, timeoutMs = deadlines.terminate }: WaitOptions = {}): Promise<void> {
    await waitFor(`termination of ${this.id}`, { signal, timeoutMs }, async (ended) => {
      await this.#requestTermination({ signal: ended });
      await this.#connection.untilExited(ended);
    });
  }

  async properties(
    query: PropertyQuery = {},
    { signal, timeoutMs = deadlines.answer }: WaitOptions = {},
  ): Promise<Properties> {
    const { HcsGetComputeSystemProperties } = this.#service.native.computecore;
    const text = optionalText(PropertyQuery, query);
    const answer = await this.#connection.request(
      'property query',
      { signal, timeoutMs },
      // Documented to return at once, and asked often: handing it in on another thread would double its cost.
      async (handle, operation) => HcsGetComputeSystemProperties(handle, operation, text),
    );
    return readDocument(Properties, answer, `the properties of ${JSON.stringify(this.id)}`);
  }

  async listen(port: number): Promise<GuestListener> {
    return this.#connection.listenWith(this.#sockets(this.#runtimeId), port);
  }

  async connect(port: number, options: WaitOptions = {}): Promise<Duplex> {
    return this.#connection.connectWith(this.#sockets(this.#runtimeId), port, options);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #requestTermination(wait: WaitOptions): Promise<void> {
    const { HcsTerminateComputeSystem } = this.#service.native.computecore;
    await this.#connection.request('termination', wait, (handle, operation, givenUp) =>
      HcsTerminateComputeSystem.asyncUnless(givenUp.signal, handle, operation, null),
    );
  }

  async #change(what: string, wait: WaitOptions | undefined, submit: Submit): Promise<void> {
    await this.#connection.request(what, { timeoutMs: deadlines.stateChange, ...wait }, submit);
  }
}
