import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_EMULATOR_DOCUMENT: {
    says: 'The document describes something that the emulated host cannot build.',
    remedy:
      'Change or leave out the members that the error names; docs/hcs-emulator lists what is supported.',
  },
});
