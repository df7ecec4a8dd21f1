import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_HYPERVISOR_CONFIG: {
    says: 'The virtual machine cannot be built as configured.',
    remedy: 'Correct the named settings; the error lists all of them.',
  },
});
