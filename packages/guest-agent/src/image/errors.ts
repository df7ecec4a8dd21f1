import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_IMAGE_SOURCE: {
    says: 'Something that a boot image is made of is missing or cannot be read.',
    remedy: 'Check the path that the error names, or fetch the package again.',
  },
  UVM_IMAGE_MACHINE: {
    says: 'The parts of a boot image are for different kinds of processor.',
    remedy:
      'Take the kernel package, Node, busybox and koffi for one architecture (62 is x86-64, 183 is arm64).',
  },
  UVM_IMAGE_KERNEL_MODULE: {
    says: 'A kernel module cannot go into the image.',
    remedy: 'Use the modules of the same kernel package as the kernel, unpacked completely.',
  },
});
