import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_HCS_INVALID_DOCUMENT: {
    says: 'The compute service does not accept the document.',
    remedy:
      'Correct the members named in the error; `decode` of @uvmkit/hcs-schema lists every problem at once.',
  },
  UVM_HCS_INVALID_ARGUMENT: {
    says: 'The compute service does not accept a value.',
    remedy: 'Correct the value named in the error.',
  },
  UVM_HCS_INVALID_STATE: {
    says: 'The call is not legal in the state that the compute system is in.',
    remedy:
      'Look at `State` of the properties: start only a created system, pause a running one, resume a paused one.',
  },
  UVM_HCS_SYSTEM_NOT_FOUND: {
    says: 'There is no compute system of that id.',
    remedy: 'Enumerate the systems; one that has stopped is no longer listed.',
  },
  UVM_HCS_SYSTEM_ALREADY_EXISTS: {
    says: 'A compute system of that id exists already.',
    remedy:
      'Choose another id, or terminate the other system first. Ids are compared without regard to case.',
  },
  UVM_HCS_SYSTEM_ALREADY_STOPPED: {
    says: 'The compute system has stopped.',
    remedy: 'Create it again; a stopped system answers only property queries.',
  },
  UVM_HCS_TERMINATED_DURING_START: {
    says: 'The compute system ended while it was starting.',
    remedy: 'Look at the last console lines and at the error that caused this one.',
  },
  UVM_HCS_UNEXPECTED_EXIT: {
    says: 'The compute system ended unexpectedly.',
    remedy: 'Look at the last console lines and at the error that caused this one.',
  },
  UVM_HCS_NOT_SUPPORTED: {
    says: 'This host cannot do what was asked.',
    remedy: 'Leave out what the error names, or use a host that supports it.',
  },
  UVM_HCS_FILE_NOT_FOUND: {
    says: 'A file that the document names does not exist.',
    remedy: 'Check the path in the document.',
  },
  UVM_HCS_ACCESS_DENIED: {
    says: 'The compute service may not use something that the call needs.',
    remedy:
      'On Windows run as administrator or as a member of Hyper-V Administrators; elsewhere check the file modes.',
  },
  UVM_HCS_HANDLE_CLOSED: {
    says: 'The handle has been closed.',
    remedy: 'Open the system again by its id.',
  },
  UVM_HCS_HYPERV_NOT_INSTALLED: {
    says: 'The hypervisor of this machine does not run.',
    remedy: 'Enable the Virtual Machine Platform feature and virtualisation in the firmware, then restart.',
  },
  UVM_HCS_SERVICE_NOT_AVAILABLE: {
    says: 'The compute service does not answer.',
    remedy: 'Start the service (vmcompute on Windows) and look at its event log for why it stopped.',
  },
  UVM_HCS_SERVICE_DISCONNECTED: {
    says: 'The connection to the compute service broke.',
    remedy: 'The service ended or was restarted: open the systems again, and create those that are gone.',
  },
  UVM_HCS_RESOURCE_NOT_FOUND: {
    says: 'The compute system has no such resource.',
    remedy: 'Compare the `ResourcePath` of the request, or the name in the error, with the document.',
  },
  UVM_HCS_OUT_OF_MEMORY: {
    says: 'The machine has not enough memory for this.',
    remedy: 'End other virtual machines, or ask for less memory.',
  },
  UVM_HCS_SHARING_VIOLATION: {
    says: 'Something else uses a file that the call needs.',
    remedy:
      'End the other system or program that holds the file open, or attach the file read-only everywhere.',
  },
  UVM_HCS_OPERATION_TIMEOUT: {
    says: 'The compute service gave up waiting for one of its own operations.',
    remedy: 'Look at `State` of the properties before trying again: the operation may have taken effect.',
  },
  UVM_HCS_CONNECTION_FAILED: {
    says: 'The compute service has no connection to the guest.',
    remedy: 'Check that the guest has booted and that its agent runs.',
  },
  UVM_HCS_FAILED: {
    says: 'The compute service reported a failure.',
    remedy: 'Look at `data.hresult` and at the error document in `data.document`.',
  },
});
