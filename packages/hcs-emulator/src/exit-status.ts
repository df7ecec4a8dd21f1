import { hresults, signedHresult } from '@uvmkit/hcs';
import type { SystemExitStatus } from '@uvmkit/hcs-schema';
import type { VmExit } from '@uvmkit/hypervisor';

/** The exit document that HCS sends for each way in which a virtual machine can end (hcs-api facts, §5.3). */
export const exitStatusOf = ({ reason }: VmExit): SystemExitStatus => exitStatuses[reason];

const exitStatuses: Readonly<Record<VmExit['reason'], SystemExitStatus>> = {
  powerOff: {
    Status: 0,
    ExitType: 'GracefulExit',
    Attribution: [
      { SystemExit: { Detail: 'Shutdown', Initiator: 'GuestOS' } },
      { WorkerExit: { ExitCode: 0, Type: 'Stopped', Detail: 'PowerOff', Initiator: 'GuestOS' } },
    ],
  },
  reset: {
    Status: 0,
    ExitType: 'GracefulExit',
    Attribution: [
      { WorkerExit: { ExitCode: 0, Type: 'StoppedOnReset', Detail: 'Reset', Initiator: 'GuestOS' } },
    ],
  },
  stopped: {
    Status: 0,
    ExitType: 'ForcedExit',
    Attribution: [{ SystemExit: { Detail: 'Terminate', Initiator: 'Client' } }],
  },
  panic: {
    Status: signedHresult(hresults.HCS_E_GUEST_CRITICAL_ERROR),
    ExitType: 'UnexpectedExit',
    Attribution: [{ SystemExit: { Detail: 'UnexpectedExit', Initiator: 'GuestOS' } }],
  },
  failed: {
    Status: signedHresult(hresults.HCS_E_UNEXPECTED_EXIT),
    ExitType: 'UnexpectedExit',
    Attribution: [{ SystemExit: { Detail: 'UnexpectedExit', Initiator: 'Internal' } }],
  },
};
