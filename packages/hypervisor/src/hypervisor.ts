import type { GuestConsole, GuestSockets, Logger, WaitOptions } from '@uvmkit/vmutils';
import type { HypervisorConfig } from './hypervisor-config.js';

/** What one hypervisor can do, so that callers and the contract suite know before they ask. */
export interface HypervisorCapabilities {
  /** `pause` and `resume` work. */
  readonly pause: boolean;
  /** `create` accepts `warm`, and starts such a VM from a saved template. */
  readonly warmStart: boolean;
  /** What runs the guest's instructions: hardware, translation, or nothing at all. */
  readonly execution: 'hardware' | 'software' | 'simulated';
}

/** Whether a hypervisor can run here, and what it found out. */
export interface HypervisorReport {
  readonly usable: boolean;
  /** Version, accelerator, paths: for people, one fact a line. */
  readonly facts: readonly string[];
  /** Why it is not usable, or not as fast as it could be; each with what to do. */
  readonly problems: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
}

/** How a virtual machine came to its end. */
export interface VmExit {
  /**
   * - `powerOff`: the guest switched itself off
   * - `reset`: the guest rebooted, and resets end a VM
   * - `panic`: the guest kernel reported a crash
   * - `stopped`: `stop()` or disposal ended it
   * - `failed`: the hypervisor itself died or gave up
   */
  readonly reason: 'powerOff' | 'reset' | 'panic' | 'stopped' | 'failed';
  readonly error?: Error;
}

export interface CreateOptions extends WaitOptions {
  readonly logger?: Logger;
  /** Start from a template that was booted and saved once; the first use of a configuration makes the template. */
  readonly warm?: boolean;
}

/** One virtual machine. Disposing it stops it and removes every process, socket and file it owned. */
export interface VirtualMachine extends AsyncDisposable {
  readonly id: string;
  /** Guest sockets. `listen` works from creation on, so that listeners exist before the guest starts. */
  readonly sockets: GuestSockets;
  /** What the guest printed on its console: the newest bytes, bounded, and each line as it comes. */
  readonly console: GuestConsole;
  /** Resolves once, when the VM has ended for whatever reason. Never rejects. */
  readonly exited: Promise<VmExit>;
  /** Processes of the host that belong to this VM. Empty before start and after the end. */
  pids(): readonly number[];
  /** Powers the VM on. Resolves when the virtual hardware runs; the guest may still be booting. */
  start(options?: WaitOptions): Promise<void>;
  pause(options?: WaitOptions): Promise<void>;
  resume(options?: WaitOptions): Promise<void>;
  /** Powers the VM off without asking the guest, and cleans up. Stopping twice is fine. */
  stop(options?: WaitOptions): Promise<void>;
}

/** A virtual machine monitor: QEMU, the simulator, and whatever comes. */
export interface Hypervisor {
  readonly name: string;
  readonly capabilities: HypervisorCapabilities;
  /** Looks at this machine. Never throws for what it finds: see `problems`. */
  check(options?: WaitOptions): Promise<HypervisorReport>;
  /** Checks the configuration against the files it names and prepares a VM that has not started. */
  create(config: HypervisorConfig, options?: CreateOptions): Promise<VirtualMachine>;
}
