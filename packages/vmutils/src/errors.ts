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
  UVM_MEMORY_SIZE: {
    says: 'A memory size is not one that a VM can have.',
    remedy: 'Give a whole number of MiB from 0 to 2^64 − 2, as a bigint if it is beyond 2^53 − 1.',
  },
  UVM_PROCESSOR_COUNT: {
    says: 'A number of processors is not a whole number.',
    remedy: 'Give the count that was asked for, and the one that the compute service reports for the host.',
  },
  UVM_REFERENCE_INFO: {
    says: 'The reference measurement of a confidential VM cannot be read.',
    remedy: 'Check that the path names a file and that this user may read it.',
  },
  UVM_POLICY_BASE64: {
    says: 'The security policy is not standard base64.',
    remedy:
      'Encode it with the alphabet of RFC 4648 section 4, with padding, and nothing else than line ends in it.',
  },
  UVM_RUNTIME_OPTIONS: {
    says: 'The runtime options cannot be read.',
    remedy: 'Send a protobuf message of the type containerd.runhcs.v1.Options in its binary form.',
  },
});
