import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_UNSUPPORTED_PLATFORM: {
    says: "This needs Windows' own libraries.",
    remedy: 'Run it on 64-bit Windows, or take @uvmkit/hcs-emulator: the same port on any system.',
  },
  UVM_NATIVE_LIBRARY_MISSING: {
    says: 'A library of Windows could not be loaded.',
    remedy:
      'Enable the Windows feature "Virtual Machine Platform" (or Hyper-V) and restart; Windows 10 1809 or later has the library.',
  },
  UVM_NATIVE_FUNCTION_MISSING: {
    says: 'This Windows does not have a function that the call needs.',
    remedy: 'Update Windows, or leave out what needs it; the error names the function and its library.',
  },
  UVM_NATIVE_MALFORMED_RESULT: {
    says: 'A result of the compute service is not the document that was expected.',
    remedy: 'Look at `data.problems` and `data.text`; a newer Windows may need a newer @uvmkit/hcs-schema.',
  },
  UVM_NATIVE_CALL_FAILED: {
    says: 'A call of Windows failed.',
    remedy:
      'Look up the Win32 error in `data.win32Error`; most often rights are missing: run as administrator.',
  },
  UVM_HOST_PROCESSORS_UNKNOWN: {
    says: 'The compute service does not tell which processors this machine has.',
    remedy:
      'A VM cannot be planned without them, nor created: `checkHost` says what this machine lacks, and the cause of this error what the service answered.',
  },
  UVM_VM_MEMORY_PROCESS_NOT_FOUND: {
    says: 'There is no process that holds the memory of that VM.',
    remedy:
      'Give the RuntimeId of a VM that runs, and run as administrator: the processes in `data.denied` could not be looked at.',
  },
  UVM_CPU_GROUP_NOT_FOUND: {
    says: 'There is no CPU group of that id.',
    remedy: 'List the groups; they do not outlive a restart of the machine.',
  },
  UVM_CPU_GROUP_BUSY: {
    says: 'The CPU group is changing, or still has VMs.',
    remedy: 'Move its VMs to the group of zeros or end them, and try again a moment later.',
  },
  UVM_HCN_NOT_FOUND: {
    says: 'The host network service has no such object.',
    remedy:
      'Enumerate the endpoints, namespaces or networks; those that are not persistent end with a restart.',
  },
  UVM_HCN_ENDPOINT_IN_USE: {
    says: 'The endpoint is attached already.',
    remedy: 'Remove the adapter that has it from the other VM, or create another endpoint.',
  },
  UVM_HCN_INVALID_SETTINGS: {
    says: 'The host network service does not accept the settings.',
    remedy: 'Correct what the error names; `data.record` has what the service says of it.',
  },
  UVM_HCN_FAILED: {
    says: 'The host network service reported a failure.',
    remedy: 'Look at `data.hresult`, and at what the service says of it in `data.record`.',
  },
  UVM_HVSOCKET_REFUSED: {
    says: 'Nobody accepts connections at that address of a Hyper-V socket.',
    remedy: 'Start the program that listens first, and look at the service table of the document.',
  },
  UVM_HVSOCKET_ACCESS_DENIED: {
    says: 'The security descriptor of the Hyper-V socket service forbids this.',
    remedy: "Correct the descriptors in the document's HvSocketConfig, or run as administrator.",
  },
  UVM_HVSOCKET_UNAVAILABLE: {
    says: 'This address of a Hyper-V socket cannot be used.',
    remedy:
      'Check that the virtual machine exists, that its service is not disabled, and that the address is that of one VM.',
  },
  UVM_HVSOCKET_ADDRESS_IN_USE: {
    says: 'That address of a Hyper-V socket has a listener.',
    remedy: 'Close the other listener first, or take another port.',
  },
  UVM_HVSOCKET_CLOSED: {
    says: 'These Hyper-V sockets are closed: they neither listen nor connect any more.',
    remedy: 'Create others, and close them after their last use.',
  },
  UVM_HVSOCKET_RESET: {
    says: 'The other end of the Hyper-V socket went away.',
    remedy: 'Look at the exit status of the virtual machine, and at the log of the program in the guest.',
  },
  UVM_HVSOCKET_FAILED: {
    says: 'A Hyper-V socket failed.',
    remedy: 'Look up the Winsock error in `data.winsockError`.',
  },
});
