import type {
  ComputeSystem as ComputeSystemDocument,
  CrashReport,
  ModifySettingRequest,
  Properties,
  PropertyQuery,
  SaveOptions,
  ServicePropertyQuery,
  ServiceProperties,
  ShutdownOptions,
  SystemExitStatus,
  SystemQuery,
} from '@uvmkit/hcs-schema';
import type { GuestConsole, GuestSockets, WaitOptions } from '@uvmkit/vmutils';

/**
 * What a compute system tells its handles, each event once a handle, in order. A document that comes with an event and
 * does not parse is left out and logged, never thrown: the event itself always arrives.
 */
export type SystemEvent =
  /** The system has stopped: always the last event of a system. */
  | { readonly type: 'SystemExited'; readonly status: SystemExitStatus }
  /** The guest crashed and begins to write its dump. The report, where there is one, holds the parameters only. */
  | { readonly type: 'SystemCrashInitiated'; readonly report?: CrashReport }
  /** The guest has said all that it will say of its crash. */
  | { readonly type: 'SystemCrashReport'; readonly report?: CrashReport }
  /** The service lost its own connection to the guest. The system goes on. */
  | { readonly type: 'GuestConnectionClosed' }
  /** The compute service is gone, and every handle with it: open the system again once the service is back. */
  | { readonly type: 'ServiceDisconnected' };

/**
 * One open handle of a compute system. Closing it leaves the system alone, unless the document said
 * `ShouldTerminateOnLastHandleClosed` and this was the last one.
 */
export interface ComputeSystem extends GuestSockets, AsyncDisposable {
  /** The id given at creation, in its original spelling. */
  readonly id: string;
  /** The GUID that the host gave the system: its address for guest sockets. */
  readonly runtimeId: string;
  /** The guest's console, on hosts that hold it; elsewhere the document's `ComPorts` say where it goes. */
  readonly console?: GuestConsole;
  /**
   * Resolves with the exit status once the system has stopped, as far as this handle heard of it. Never rejects; may
   * stay open when the handle is closed first.
   */
  readonly exited: Promise<SystemExitStatus>;
  /**
   * Calls `listener` with every event from now on, never from inside the call that causes it. One that throws is
   * logged and takes the event from nobody.
   */
  subscribe(listener: (event: SystemEvent) => void): Disposable;
  /** Default deadline: the host's own. */
  start(options?: WaitOptions): Promise<void>;
  /** Ends the system without asking the guest. Default deadline: 60 s. */
  terminate(options?: WaitOptions): Promise<void>;
  /**
   * Asks the guest to end. Resolves when the request was taken; `exited` tells of the end. Rejects with
   * `UVM_HCS_NOT_SUPPORTED` where nobody can ask this guest.
   */
  shutdown(options?: ShutdownOptions, wait?: WaitOptions): Promise<void>;
  pause(options?: WaitOptions): Promise<void>;
  resume(options?: WaitOptions): Promise<void>;
  /** Writes the state of a paused system to a file, or makes a template of it. It can only be ended afterwards. */
  save(options: SaveOptions, wait?: WaitOptions): Promise<void>;
  /**
   * Changes one resource of the system, all of it or nothing. Rejects with `UVM_HCS_RESOURCE_NOT_FOUND` when there is
   * no such resource.
   */
  modify(request: ModifySettingRequest, wait?: WaitOptions): Promise<void>;
  properties(query?: PropertyQuery, options?: WaitOptions): Promise<Properties>;
  /** Closes the handle. Closing twice is fine; every other call afterwards rejects with `UVM_HCS_HANDLE_CLOSED`. */
  close(): Promise<void>;
}

/** What Windows offers as the Host Compute Service, and what the emulator offers anywhere. */
export interface ComputeHost extends AsyncDisposable {
  /** What the service knows about itself and its machine. */
  properties(query?: ServicePropertyQuery, options?: WaitOptions): Promise<ServiceProperties>;
  /** Checks the document and reserves the id. Files are opened at start, as HCS does. Default deadline: 60 s. */
  create(id: string, document: ComputeSystemDocument, options?: WaitOptions): Promise<ComputeSystem>;
  /** Another handle of a system that exists. */
  open(id: string, options?: WaitOptions): Promise<ComputeSystem>;
  /** Base properties of the systems that live, in order of creation. Members of a query are alternatives, its fields all hold. */
  enumerate(query?: SystemQuery, options?: WaitOptions): Promise<readonly Properties[]>;
  /**
   * Closes every handle that this host gave out and ends creations under way. Closing twice is fine; the host makes and
   * opens no systems afterwards: `UVM_HCS_HANDLE_CLOSED`.
   */
  close(): Promise<void>;
}
