import type { HvSocketServiceConfig } from '@uvmkit/hcs-schema';
import { LINUX_ENTROPY_PORT, LINUX_LOG_PORT } from '@uvmkit/vmutils';
import type { LcowOptions } from '../options/lcow-options.js';

/** Entropy, log, guest agent and its forwarding: the ports of every guest. */
const GUEST_PORTS = [LINUX_ENTROPY_PORT, LINUX_LOG_PORT, 0x4000_0000, 0x4000_0001] as const;

export const EVERYONE = 'D:P(A;;FA;;;WD)';
export const SYSTEM_AND_ADMINISTRATORS = 'D:P(A;;FA;;;SY)(A;;FA;;;BA)';

/** The GUID by which Hyper-V sockets name a vsock port of a Linux guest. */
export const vsockServiceId = (port: number): string =>
  `${port.toString(16).padStart(8, '0')}-facb-11e6-bd58-64006a7986d3`;

const open: HvSocketServiceConfig = {
  BindSecurityDescriptor: EVERYONE,
  ConnectSecurityDescriptor: SYSTEM_AND_ADMINISTRATORS,
  AllowWildcardBinds: true,
};

/** The caller's entries, then those of the guest's ports, which replace equal ones. Keys compare as text. */
export const confidentialServiceTable = (
  options: LcowOptions,
): Readonly<Record<string, HvSocketServiceConfig>> => ({
  ...options.additionalHyperVConfig,
  ...Object.fromEntries(
    [...GUEST_PORTS, ...options.extraVsockPorts].map((port) => [vsockServiceId(port), open]),
  ),
});
