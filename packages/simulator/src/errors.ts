import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_SIMULATOR_FAULT: {
    says: 'A fault was injected here.',
    remedy: 'Nothing to repair: the simulator was told to fail at this point.',
  },
  UVM_SIMULATOR_STATE: {
    says: 'The simulated VM is not in a state for this.',
    remedy: 'Start a VM once, after it was created and before it was stopped.',
  },
  UVM_SIMULATOR_EXISTS: {
    says: 'A simulated VM with this id exists.',
    remedy: 'Stop that VM first, or use another id.',
  },
  UVM_SIMULATOR_UNSUPPORTED: {
    says: 'The simulator cannot do this.',
    remedy: 'Ask `capabilities` before the call, or use an engine that runs a real VM.',
  },
  UVM_SIMULATOR_PROGRAM: {
    says: 'The simulated guest cannot start this program.',
    remedy: 'Pass an implementation of it in `commands`, or use an engine that runs a real VM.',
  },
});
