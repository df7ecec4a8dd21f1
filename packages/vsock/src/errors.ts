import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_VSOCK_PROTOCOL: {
    says: 'The other end of the guest channel broke the protocol; the channel was closed.',
    remedy:
      'Check that host and guest agent come from the same release. A guest that does this is broken or hostile.',
  },
  UVM_VSOCK_VERSION: {
    says: 'Host and guest speak different versions of the guest channel.',
    remedy: 'Rebuild the boot files with the release of uvmkit that runs on the host.',
  },
  UVM_VSOCK_CLOSED: {
    says: 'The guest channel is closed.',
    remedy: 'The virtual machine ended or its agent went away: look at its exit reason and console.',
  },
  UVM_VSOCK_RESET: {
    says: 'The other end dropped the connection.',
    remedy: 'Look at the log of the program at the other end.',
  },
  UVM_VSOCK_REFUSED: {
    says: 'Nothing listens on that port at the other end, or its queue is full.',
    remedy: 'Start the listener first, and accept its connections.',
  },
  UVM_VSOCK_PORT_IN_USE: {
    says: 'That port already has a listener.',
    remedy: 'Close the other listener first, or take another port.',
  },
  UVM_VSOCK_LISTENER_CLOSED: {
    says: 'The listener is closed.',
    remedy: 'Listen again, or look at why the virtual machine ended.',
  },
  UVM_VSOCK_TOO_MANY_STREAMS: {
    says: 'The guest channel carries as many connections as it may.',
    remedy: 'Close connections that are no longer needed, or raise `maxStreams`.',
  },
});
