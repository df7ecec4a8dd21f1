import type { ComputeSystem } from '../compute-host.js';
import { codeOf, stateOf, type Contract } from './contract.js';
import { serviceTableUpdate } from './documents.js';
import type { HostCapabilities } from './harness.js';

type State = 'Created' | 'Running' | 'Paused' | 'SavedAsTemplate' | 'Stopped';
type Call = 'start' | 'shutdown' | 'pause' | 'resume' | 'save' | 'modify' | 'terminate' | 'properties';

const calls: Readonly<Record<Call, (system: ComputeSystem) => Promise<unknown>>> = {
  start: (system) => system.start(),
  shutdown: (system) => system.shutdown(),
  pause: (system) => system.pause(),
  resume: (system) => system.resume(),
  save: (system) => system.save({ SaveType: 'AsTemplate' }),
  modify: (system) => system.modify(serviceTableUpdate),
  terminate: (system) => system.terminate(),
  properties: (system) => system.properties(),
};

/** The state after a legal call; absent where the call is illegal, `undefined` where Windows lets some of them pass. */
const legal: Readonly<Record<Call, Partial<Record<State, State | undefined>>>> = {
  start: { Created: 'Running' },
  shutdown: { Running: 'Stopped' },
  pause: { Running: 'Paused' },
  resume: { Paused: 'Running' },
  save: { Paused: 'SavedAsTemplate' },
  modify: { Created: undefined, Running: 'Running', Paused: undefined },
  terminate: { Created: 'Stopped', Running: 'Stopped', Paused: 'Stopped', SavedAsTemplate: 'Stopped' },
  properties: {
    Created: 'Created',
    Running: 'Running',
    Paused: 'Paused',
    SavedAsTemplate: 'SavedAsTemplate',
    Stopped: 'Stopped',
  },
};

/** The calls that lead from a new system to each state. */
const ways: Readonly<Record<State, readonly Call[]>> = {
  Created: [],
  Running: ['start'],
  Paused: ['start', 'pause'],
  SavedAsTemplate: ['start', 'pause', 'save'],
  Stopped: ['terminate'],
};

/** Every call in every state that the host reaches (hcs-api facts, §5.1). */
export const states = ({ harness: { can }, expect, check, withSystem }: Contract): void => {
  const cannot = (call: Call): boolean => call in can && !can[call as keyof HostCapabilities];

  for (const state of Object.keys(ways) as State[]) {
    if (ways[state].some(cannot)) continue;
    for (const call of Object.keys(calls) as Call[]) {
      const isLegal = Object.hasOwn(legal[call], state);
      const next = legal[call][state];
      if (isLegal && next === undefined) continue;
      const illegal = state === 'Stopped' ? 'UVM_HCS_SYSTEM_ALREADY_STOPPED' : 'UVM_HCS_INVALID_STATE';
      const outcome = !isLegal ? illegal : cannot(call) ? 'UVM_HCS_NOT_SUPPORTED' : 'it succeeded';
      const after = outcome === 'it succeeded' && next !== undefined ? next : state;

      check(`${call} in state ${state}: ${outcome}`, () =>
        withSystem(async (system) => {
          for (const step of ways[state]) await calls[step](system);
          if (state === 'Stopped') await system.exited;
          expect(await codeOf(calls[call](system))).toEqual(outcome);
          if (after === 'Stopped') await system.exited;
          expect(await stateOf(system)).toEqual(after === 'Stopped' ? undefined : after);
        }),
      );
    }
  }
};
