import { hcsError, hresults } from '@uvmkit/hcs';

/** The states of a compute system, by the names that its `State` property carries. */
export type SystemState = 'Created' | 'Running' | 'Paused' | 'Stopped';

export type StateCall = 'start' | 'shutdown' | 'pause' | 'resume' | 'save' | 'modify' | 'terminate';

const legal: Readonly<Record<StateCall, readonly SystemState[]>> = {
  start: ['Created'],
  shutdown: ['Running'],
  pause: ['Running'],
  resume: ['Paused'],
  save: ['Paused'],
  modify: ['Created', 'Running', 'Paused'],
  terminate: ['Created', 'Running', 'Paused'],
};

/** Throws what HCS answers to a call that is illegal in the present state. */
export const assertLegal = (call: StateCall, state: SystemState, id: string): void => {
  if (legal[call].includes(state)) return;
  const stopped = state === 'Stopped';
  throw hcsError(stopped ? hresults.HCS_E_SYSTEM_ALREADY_STOPPED : hresults.HCS_E_INVALID_STATE, {
    detail: `${call} of ${JSON.stringify(id)} in state ${state}.`,
  });
};
