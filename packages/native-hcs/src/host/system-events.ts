import { hresults, signedHresult, type SystemEvent } from '@uvmkit/hcs';
import { CrashReport, SystemExitStatus, type AnyCodec } from '@uvmkit/hcs-schema';
import type { Logger } from '@uvmkit/vmutils';
import { eventTypes } from '../calls/computecore.js';
import { readDocument } from '../operations/documents.js';
import type { RawEvent } from '../operations/system-callbacks.js';

/** What a raw event says, or undefined for one that systems do not send to us. Never throws. */
export const systemEvent = ({ type, data }: RawEvent, logger: Logger): SystemEvent | undefined => {
  const read = <A>(codec: AnyCodec<A>): A | undefined => {
    if (data === undefined) return undefined;
    try {
      return readDocument(codec, data, 'the document of an event');
    } catch (error) {
      logger.warn('The document of an event is left out.', { eventType: type, error });
      return undefined;
    }
  };
  const report = (): { report?: CrashReport } => {
    const found = read(CrashReport);
    return found ? { report: found } : {};
  };

  switch (type) {
    case eventTypes.SystemExited:
      return { type: 'SystemExited', status: read(SystemExitStatus) ?? {} };
    case eventTypes.SystemCrashInitiated:
      return { type: 'SystemCrashInitiated', ...report() };
    case eventTypes.SystemCrashReport:
      return { type: 'SystemCrashReport', ...report() };
    case eventTypes.SystemGuestConnectionClosed:
      return { type: 'GuestConnectionClosed' };
    case eventTypes.ServiceDisconnect:
      return { type: 'ServiceDisconnected' };
    default:
      logger.debug('An event of an unknown type is passed over.', { eventType: type });
      return undefined;
  }
};

/** What `exited` tells when the service is gone: the system may live on, but nobody will hear of it here. */
export const lostExitStatus: SystemExitStatus = {
  Status: signedHresult(hresults.HCS_E_SERVICE_DISCONNECT),
  ExitType: 'Unknown',
};
