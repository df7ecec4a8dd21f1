import { setImmediate } from 'node:timers/promises';
import { type GuestClock, serveGuest, type GuestServer } from '@uvmkit/guest-agent';
import type { HypervisorConfig, VirtualMachine, VmExit } from '@uvmkit/hypervisor';
import { initArguments, parseKernelLine } from '@uvmkit/kernel-params';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import { createSocketPair } from '@uvmkit/vsock';
import { bootLines, lastWords } from './boot-lines.js';
import type { Commands } from './commands/command.js';
import { createConsoleLog } from './console-log.js';
import { errors } from './errors.js';
import type { Faults, GuestFault, GuestFaultPoint } from './faults.js';
import { faultySockets } from './faulty-sockets.js';
import { createScriptedLauncher } from './scripted-launcher.js';

export interface SimulatedVmOptions {
  readonly config: HypervisorConfig;
  readonly commands: Commands;
  readonly faults: Faults;
  readonly clock: GuestClock;
  /** Runs once when the VM has ended. */
  readonly onEnd: () => void;
}

const never = new Promise<never>(() => undefined);

const unsupported = (what: string): Promise<never> =>
  Promise.reject(errors.UVM_SIMULATOR_UNSUPPORTED(`It does not ${what}.`));

/** A VM whose guest is the agent's own code in this process, with a script in place of programs. */
export const createSimulatedVm = ({
  config,
  commands,
  faults,
  clock,
  onEnd,
}: SimulatedVmOptions): VirtualMachine => {
  const { id } = config;
  const pair = createSocketPair();
  const console = createConsoleLog();
  const launcher = createScriptedLauncher({ commands, clock, hostname: id });
  let guest: GuestServer | undefined;
  let started = false;
  let ending: VmExit | undefined;
  let resolveExited: (exit: VmExit) => void;
  const exited = new Promise<VmExit>((resolve) => (resolveExited = resolve));

  const end = async (exit: VmExit): Promise<void> => {
    if (ending !== undefined) return;
    ending = exit;
    launcher.killAll();
    await guest?.[Symbol.asyncDispose]();
    // What the guest has sent arrives before its connections break.
    await setImmediate();
    await pair[Symbol.asyncDispose]();
    onEnd();
    resolveExited(exit);
  };

  const befall = (point: GuestFaultPoint, fault: GuestFault): void => {
    if (fault === 'neverAnswers') return;
    console.print(lastWords[fault](point));
    void end({ reason: fault });
  };

  /** Lets the fault of a point happen. True when the guest goes no further there. */
  const strike = (point: GuestFaultPoint): boolean => {
    const fault = faults[point];
    if (fault !== undefined) befall(point, fault);
    return fault !== undefined;
  };

  const powerOff = (): void => {
    if (!strike('powerOff')) befall('powerOff', 'powerOff');
  };

  const boot = (): void => {
    for (const line of bootLines(config)) console.print(line);
    if (strike('kernel')) return;
    guest = serveGuest({
      sockets: faultySockets(pair.guest, strike),
      bootArguments: initArguments(parseKernelLine(config.kernelParams).init ?? ''),
      launcher: { launch: (request) => (strike('launch') ? never : launcher.launch(request)) },
      machine: { addEntropy: () => undefined, powerOff },
      clock,
    });
  };

  const stop = async (options: WaitOptions = {}): Promise<void> => {
    void end({ reason: 'stopped' });
    await waitFor(`the simulated VM ${id} to stop`, options, () => exited);
  };

  return {
    id,
    sockets: pair.host,
    console,
    exited,
    pids: () => [],
    async start(options = {}) {
      if (started || ending !== undefined) {
        throw errors.UVM_SIMULATOR_STATE(`${id} was started or stopped before.`, { id });
      }
      started = true;
      if (faults.start === 'fails') throw errors.UVM_SIMULATOR_FAULT('start', { point: 'start' });
      await waitFor(`the simulated VM ${id} to start`, options, () =>
        faults.start === 'neverAnswers' ? never : Promise.resolve(),
      );
      boot();
    },
    pause: () => unsupported('pause'),
    resume: () => unsupported('resume'),
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
};
