import { type GuestClock, systemClock } from '@uvmkit/guest-agent';
import { assertHypervisorConfig, type Hypervisor } from '@uvmkit/hypervisor';
import { waitFor } from '@uvmkit/vmutils';
import { builtInCommands } from './commands/built-in.js';
import type { Commands } from './commands/command.js';
import { errors } from './errors.js';
import type { Faults } from './faults.js';
import { createSimulatedVm } from './simulated-vm.js';

export interface SimulatorOptions {
  /** Programs of the guest, beside the built-in ones and before them. */
  readonly commands?: Commands;
  /** What goes wrong, and where. */
  readonly faults?: Faults;
  /** The guest's time; this machine's by default. */
  readonly clock?: GuestClock;
}

/**
 * A hypervisor that runs nothing: its guests are the agent's own code in this process. Boots in milliseconds, needs no
 * kernel (the files of a configuration are not looked at), and leaves nothing behind.
 *
 * @example
 * const simulator = createSimulator({ commands: { answer: async ({ stdout }) => (await stdout.write('42\n'), 0) } });
 */
export const createSimulator = ({
  commands = {},
  faults = {},
  clock = systemClock,
}: SimulatorOptions = {}): Hypervisor => {
  const ids = new Set<string>();
  const programs = { ...builtInCommands, ...commands };
  return {
    name: 'simulator',
    capabilities: { pause: false, warmStart: false, execution: 'simulated' },
    check: async () => ({
      usable: true,
      facts: [
        'guests are simulated in this process',
        `programs: ${Object.keys(programs).toSorted().join(' ')}`,
      ],
      problems: [],
    }),
    async create(config, options = {}) {
      assertHypervisorConfig(config);
      const { id } = config;
      if (options.warm) throw errors.UVM_SIMULATOR_UNSUPPORTED('It has no warm start.');
      if (ids.has(id)) throw errors.UVM_SIMULATOR_EXISTS(id, { id });
      if (faults.create === 'fails') throw errors.UVM_SIMULATOR_FAULT('create', { point: 'create' });
      await waitFor(`the simulated VM ${id} to be created`, options, () =>
        faults.create === 'neverAnswers' ? new Promise<never>(() => undefined) : Promise.resolve(),
      );
      ids.add(id);
      return createSimulatedVm({ config, commands: programs, faults, clock, onEnd: () => ids.delete(id) });
    },
  };
};
