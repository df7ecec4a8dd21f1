import { type GuestCapabilities, hresults, protocolVersion } from '@uvmkit/gcs-bridge';
import { GuestFault } from './guest-fault.js';
import type { Handler } from './handler.js';
import { readNegotiate } from './requests.js';

/** What this agent can do; abilities that it lacks are absent, as the protocol wants it. */
export const capabilities: GuestCapabilities = {
  SupportedSchemaVersions: [{ Major: 2, Minor: 1 }],
  RuntimeOsType: 'Linux',
  GuestDefinedCapabilities: {
    SignalProcessSupported: true,
    DumpStacksSupported: true,
    DeleteContainerStateSupported: true,
  },
};

export const negotiateProtocol: Handler = (request, _context, session) => {
  const { MinimumVersion = 0, MaximumVersion = 0 } = readNegotiate(request, '');
  if (MaximumVersion < protocolVersion || MinimumVersion > protocolVersion) {
    const message = `versions ${MinimumVersion} to ${MaximumVersion} were offered, ${protocolVersion} is spoken`;
    throw new GuestFault(hresults.unsupportedProtocolVersion, message);
  }
  session.version = protocolVersion;
  return { Version: protocolVersion, Capabilities: capabilities };
};
