import { defineErrors } from './uvm-error.js';

export const errors = defineErrors({
  UVM_TIMEOUT: {
    says: 'A wait reached its deadline.',
    remedy: 'Look at the last log and console lines for what is stuck, or allow more time.',
  },
  UVM_ABORTED: {
    says: 'The caller cancelled a wait.',
    remedy: 'Nothing to repair: the operation ended because its AbortSignal fired.',
  },
});
