import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_QEMU_MISSING: {
    says: 'QEMU cannot be started.',
    remedy:
      'Install it (Debian, Ubuntu: `apt-get install qemu-system-x86`) or name its binary; the user that runs it must be able to read and execute it.',
  },
  UVM_QEMU_TOO_OLD: {
    says: 'This QEMU is too old.',
    remedy: 'Install QEMU 6.2 or later.',
  },
  UVM_QEMU_HOST: {
    says: 'This machine cannot run the QEMU engine.',
    remedy: 'Use a Linux machine with an x86-64 processor, or the simulator.',
  },
  UVM_QEMU_KVM: {
    says: 'KVM cannot run virtual machines here.',
    remedy:
      'Nothing has to be done: software emulation is used, more slowly. For speed use a machine with VT-x or AMD-V whose /dev/kvm this user may open.',
  },
  UVM_QEMU_START: {
    says: 'QEMU ended before the virtual machine ran.',
    remedy: 'Read what QEMU said; it names the argument or file that it cannot use.',
  },
  UVM_QEMU_DIED: {
    says: 'QEMU ended unexpectedly.',
    remedy: 'Read what QEMU said, and look whether the machine ran out of memory (`dmesg`).',
  },
  UVM_QEMU_GUEST_PANIC: {
    says: 'The guest kernel crashed.',
    remedy: 'Read the last console lines. A kernel without room for its RAM disk needs more memory.',
  },
  UVM_QEMU_QMP: {
    says: 'QEMU broke the rules of its control protocol.',
    remedy: 'Use a released QEMU. A QEMU that does this may have been taken over by its guest.',
  },
  UVM_QEMU_COMMAND: {
    says: 'QEMU refused a command.',
    remedy: 'Read what QEMU answered.',
  },
  UVM_QEMU_FILE: {
    says: 'A file that the virtual machine needs cannot be read.',
    remedy:
      'Check the path. When uvmkit runs as root, QEMU runs as another user: make the file readable for everyone.',
  },
  UVM_NOT_A_KERNEL: {
    says: 'That file is no Linux kernel which QEMU can boot.',
    remedy:
      'Name a bzImage (`vmlinuz-…`) or an ELF image built with CONFIG_PVH, for this machine’s architecture.',
  },
  UVM_QEMU_MEMORY: {
    says: 'The virtual machine has too little memory for its RAM disk.',
    remedy: 'Give it at least the named amount.',
  },
  UVM_QEMU_SOCKET_PATH: {
    says: 'The path of a socket would be longer than the system allows.',
    remedy: 'Set TMPDIR or `stateFolder` to a folder with a shorter path.',
  },
  UVM_QEMU_TEMPLATE: {
    says: 'No virtual machine could be started from its template.',
    remedy:
      'Start without `warm`, and look at the cause. Removing the `templates` folder of the cache is safe.',
  },
  UVM_QEMU_EXISTS: {
    says: 'There is a virtual machine of that id.',
    remedy: 'Stop and dispose of the other one first, or take another id.',
  },
  UVM_QEMU_STATE: {
    says: 'The virtual machine is not in a state for that.',
    remedy: 'Start it once, before pausing or resuming it; it cannot be started again after its end.',
  },
});
