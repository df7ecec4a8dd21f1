import { type GuestCapabilities, hresults } from '@uvmkit/gcs-bridge';
import { GuestFault } from './guest-fault.js';
import type { Handler } from './handler.js';
import { readNegotiate } from './requests.js';

/** The only protocol version there is. */
const version = 4;

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
  if (MaximumVersion < version || MinimumVersion > version) {
    const message = `versions ${MinimumVersion} to ${MaximumVersion} were offered, ${version} is spoken`;
    throw new GuestFault(hresults.unsupportedProtocolVersion, message);
  }
  session.version = version;
  return { Version: version, Capabilities: capabilities };
};
