import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_DEVICE_UNSUPPORTED: {
    says: 'This VM cannot have such a device.',
    remedy: 'Check what the device needs: a kind of guest, a Windows build, permission to write.',
  },
  UVM_DEVICE_INVALID: {
    says: 'The device is described wrongly.',
    remedy: 'Check the paths and settings that were given for it.',
  },
  UVM_DEVICE_FILE: {
    says: 'The file of a device could not be looked at.',
    remedy: 'Check that the file exists and that you may read it.',
  },
  UVM_DEVICE_NO_PLACE: {
    says: 'The VM has no place left for the device.',
    remedy: 'Detach something, or make the VM with more devices.',
  },
  UVM_DEVICE_NOT_ATTACHED: {
    says: 'There is no such device.',
    remedy: 'Detach what was attached, by the same path, as often as it was attached.',
  },
  UVM_DEVICE_REQUEST: {
    says: 'A device could not be changed.',
    remedy: 'Look at the cause: the host or the guest refused the request.',
  },
  UVM_VPMEM_POOL: {
    says: 'The memory of a VPMem device was used wrongly.',
    remedy: 'Ask for 1 byte to 4 GiB, and release a region once, by the class and offset it was given with.',
  },
});
