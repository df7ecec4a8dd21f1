import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_GCSLOG_LIMIT: {
    says: 'A limit of the guest log parser is not a number of 1 or more.',
    remedy: 'Leave the option out for its default, or give a whole number (Infinity lifts the limit).',
  },
});
