import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_SCHEMA_INVALID: {
    says: 'A document does not fit its HCS schema.',
    remedy:
      'Correct each member listed in `data.problems`; every entry names its path and what was expected.',
  },
  UVM_SCHEMA_UNPRINTABLE: {
    says: 'A value has no JSON form.',
    remedy: 'Give plain data: no functions, symbols, NaN or infinities, no cycles, no more than 64 levels.',
  },
});
