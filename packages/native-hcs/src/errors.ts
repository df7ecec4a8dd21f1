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
  UVM_HVSOCKET_RESET: {
    says: 'The other end of the Hyper-V socket went away.',
    remedy: 'Look at the exit status of the virtual machine, and at the log of the program in the guest.',
  },
  UVM_HVSOCKET_FAILED: {
    says: 'A Hyper-V socket failed.',
    remedy: 'Look up the Winsock error in `data.winsockError`.',
  },
});
