import type { VirtualMachine, VmExit } from '@uvmkit/hypervisor';
import {
  waitFor,
  type GuestConsole,
  type GuestSockets,
  type Logger,
  type WaitOptions,
} from '@uvmkit/vmutils';
import { errors } from './errors.js';
import type { GuestChannel } from './guest-channel.js';
import type { Machine } from './machine.js';
import { Cleanup } from './process/cleanup.js';

/** Starts a QEMU whose guest runs when the promise resolves. What it makes goes into `cleanup`. */
export type Starter = (cleanup: Cleanup, signal: AbortSignal) => Promise<Machine>;

export interface QemuVmOptions {
  readonly id: string;
  readonly channel: GuestChannel;
  readonly console: GuestConsole;
  readonly start: Starter;
  readonly startTimeoutMs: number;
  readonly logger: Logger;
}

type Phase = 'created' | 'starting' | 'running' | 'ended';

/** One virtual machine on QEMU, from its creation to its only end. */
export class QemuVm implements VirtualMachine {
  readonly id: string;
  readonly console: GuestConsole;
  readonly exited: Promise<VmExit>;
  readonly #options: QemuVmOptions;
  readonly #cleanup: Cleanup;
  readonly #stopping = new AbortController();
  #phase: Phase = 'created';
  #machine: Machine | undefined;
  #starting: Promise<Machine> | undefined;
  #ending: Promise<void> | undefined;
  #resolveExited!: (exit: VmExit) => void;

  constructor(options: QemuVmOptions) {
    this.#options = options;
    this.id = options.id;
    this.console = options.console;
    this.#cleanup = new Cleanup(options.logger);
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  get sockets(): GuestSockets {
    return this.#options.channel;
  }

  pids(): readonly number[] {
    return this.#machine && this.#phase === 'running' ? [this.#machine.pid] : [];
  }

  async start({ signal, timeoutMs = this.#options.startTimeoutMs }: WaitOptions = {}): Promise<void> {
    if (this.#phase !== 'created')
      throw errors.UVM_QEMU_STATE(`It is ${this.#phase}.`, { phase: this.#phase });
    this.#phase = 'starting';
    const either = AbortSignal.any([this.#stopping.signal, ...(signal ? [signal] : [])]);
    try {
      const machine = await waitFor(
        'the virtual machine to start',
        { signal: either, timeoutMs },
        (ended) => {
          this.#starting = this.#options.start(this.#cleanup, ended);
          return this.#starting;
        },
      );
      if (this.#ending) throw errors.UVM_QEMU_STATE('It was stopped while it started.');
      this.#machine = machine;
      this.#phase = 'running';
      void machine.over.then((exit) => this.#end(exit));
    } catch (error) {
      await this.#end({ reason: 'failed', error: error as Error });
      throw error;
    }
  }

  async pause(options: WaitOptions = {}): Promise<void> {
    await this.#running().qmp.execute('stop', undefined, options);
  }

  async resume(options: WaitOptions = {}): Promise<void> {
    await this.#running().qmp.execute('cont', undefined, options);
  }

  stop(options: WaitOptions = {}): Promise<void> {
    return waitFor('the virtual machine to end', options, () => this.#end({ reason: 'stopped' }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end({ reason: 'stopped' });
  }

  #running(): Machine {
    if (this.#machine && this.#phase === 'running') return this.#machine;
    throw errors.UVM_QEMU_STATE(`It is ${this.#phase}.`, { phase: this.#phase });
  }

  #end(exit: VmExit): Promise<void> {
    this.#ending ??= this.#endOnce(exit);
    return this.#ending;
  }

  async #endOnce(exit: VmExit): Promise<void> {
    this.#phase = 'ended';
    this.#stopping.abort(exit.error);
    this.#options.channel.close(exit.error ?? errors.UVM_QEMU_STATE(`It ended: ${exit.reason}.`));
    await this.#starting?.catch(() => undefined);
    await this.#cleanup[Symbol.asyncDispose]();
    this.#options.logger.debug('virtual machine ended', { id: this.id, ...exit });
    this.#resolveExited(exit);
  }
}
