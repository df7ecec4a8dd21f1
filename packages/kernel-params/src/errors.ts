import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_KERNEL_PARAM: {
    says: 'A kernel parameter cannot be written on a kernel command line.',
    remedy:
      'The kernel has no escape for a double quote: leave quotes out of names and values that hold blanks.',
  },
  UVM_VERITY_PARAMS: {
    says: 'The dm-verity parameters are wrong.',
    remedy: 'Give root_hash, salt, data_blocks, data_block_size and hash_block_size, separated by commas.',
  },
  UVM_ROOT_PARAMS: {
    says: 'No kernel parameters fit this root file system.',
    remedy: 'Use ext4, xfs or erofs, and DAX only on an NVDIMM device.',
  },
  UVM_PROC_FILE: {
    says: 'A file of /proc could not be used.',
    remedy: 'Check that /proc is mounted and that the file is readable.',
  },
});
