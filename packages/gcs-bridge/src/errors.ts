import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_BRIDGE_FRAME: {
    says: 'A bridge frame announces a size outside the limits.',
    remedy:
      'The peer does not speak the GCS protocol, or sends more than `maxFrameBytes`; raise that limit if it is honest.',
  },
  UVM_BRIDGE_PROTOCOL: {
    says: 'The guest broke the rules of the bridge protocol.',
    remedy: 'Look at the guest log; the guest image may be of another kind or version.',
  },
  UVM_BRIDGE_VERSION: {
    says: 'Host and guest have no protocol version in common.',
    remedy: 'Use a guest image whose agent speaks version 4 of the bridge protocol (gcs option -v4).',
  },
  UVM_BRIDGE_REFUSED: {
    says: 'The guest refused a request.',
    remedy: 'See `data.hresult` for the kind of refusal and `data.guestSays` for the words of the guest.',
  },
  UVM_BRIDGE_REPLY: {
    says: 'The guest answered a request with something unreadable.',
    remedy: 'Look at the guest log; the guest image may be of another kind or version.',
  },
  UVM_BRIDGE_CLOSED: {
    says: 'The connection to the guest agent has ended.',
    remedy: 'Look at how the VM ended, at its last console lines and at the guest log.',
  },
});
