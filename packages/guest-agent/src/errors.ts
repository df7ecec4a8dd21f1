import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_AGENT_COMMAND_LINE: {
    says: 'A command line cannot be split into arguments.',
    remedy: 'Balance its quotes and put parentheses into quotes, or pass the arguments as a list.',
  },
  UVM_AGENT_LAUNCH: {
    says: 'The program cannot be started.',
    remedy: 'Check that the program and the working directory exist in the guest and that it is executable.',
  },
  UVM_AGENT_PORT: {
    says: 'The channel to the host cannot be opened.',
    remedy: 'Check that the VM has a virtio-serial port of the expected name and that its driver is loaded.',
  },
  UVM_AGENT_CALL: {
    says: 'The kernel refused a call.',
    remedy: 'Check that the agent runs as root in the VM and that the kernel supports the call.',
  },
});
