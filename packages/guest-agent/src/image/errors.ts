import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_IMAGE_SOURCE: {
    says: 'Something that a boot image is made of is missing or cannot be read.',
    remedy: 'Check the path that the error names, or fetch the package again.',
  },
  UVM_IMAGE_KERNEL_MODULE: {
    says: 'A kernel module cannot go into the image.',
    remedy: 'Use the modules of the same kernel package as the kernel, unpacked completely.',
  },
});
