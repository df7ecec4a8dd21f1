import type {
  ComputeSystem as ComputeSystemDocument,
  Properties,
  PropertyQuery,
  ServicePropertyQuery,
  ServiceProperties,
  SystemExitStatus,
  SystemQuery,
} from '@uvmkit/hcs-schema';
import type { GuestConsole, GuestSockets, WaitOptions } from '@uvmkit/vmutils';

/** What a compute system tells its handles, each event once a handle, in order. */
export type SystemEvent = { readonly type: 'SystemExited'; readonly status: SystemExitStatus };

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
  /** Resolves with the exit status once the system has stopped. Never rejects. */
  readonly exited: Promise<SystemExitStatus>;
  /** Calls `listener` with every event from now on, never from inside the call that causes it. */
  subscribe(listener: (event: SystemEvent) => void): Disposable;
  /** Default deadline: the host's own. */
  start(options?: WaitOptions): Promise<void>;
  /** Ends the system without asking the guest. Default deadline: 60 s. */
  terminate(options?: WaitOptions): Promise<void>;
  pause(options?: WaitOptions): Promise<void>;
  resume(options?: WaitOptions): Promise<void>;
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
  /** Closes every handle that this host gave out. */
  close(): Promise<void>;
}
