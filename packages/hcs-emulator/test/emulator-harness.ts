import type { ComputeHostHarness } from '@uvmkit/hcs/contract';
import { createEmulatedHost } from '../src/emulated-host.js';
import { lcowDocument } from './documents.js';
import { fakeHypervisor, type FakeHypervisor, type FakeMachine } from './fake-hypervisor.js';

export interface EmulatorHarnessOptions {
  readonly name: string;
  readonly pause: boolean;
  readonly deadlineMs: number;
}

/** The emulated host, over machines whose guests are the far ends of their sockets. */
export const emulatorHarness = ({ name, pause, deadlineMs }: EmulatorHarnessOptions): ComputeHostHarness => {
  let hypervisor: FakeHypervisor;
  const machineOf = (runtimeId: string): FakeMachine => {
    const machine = hypervisor.machines.findLast(({ id }) => id === runtimeId);
    if (machine === undefined) throw new Error(`there is no machine ${runtimeId}`);
    return machine;
  };
  return {
    name,
    deadlineMs,
    can: { pause, shutdown: false, save: false, modify: false, serviceProperties: true },
    make() {
      hypervisor = fakeHypervisor({ pause });
      return createEmulatedHost({ hypervisor });
    },
    document: () => lcowDocument(),
    guest(runtimeId) {
      const { guest } = machineOf(runtimeId);
      return { dial: (port) => guest.connect(port), listen: (port) => guest.listen(port) };
    },
    leftBehind: async () => hypervisor.machines.filter(({ hasEnded }) => !hasEnded).map(({ id }) => id),
    exit: ({ runtimeId }, how) =>
      machineOf(runtimeId).end({ reason: how === 'powerOff' ? 'powerOff' : 'failed' }),
    delay: (call, ms) => hypervisor.delay(call, ms),
  };
};
