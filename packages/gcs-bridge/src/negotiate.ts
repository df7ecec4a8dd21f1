import { UvmError, type WaitOptions } from '@uvmkit/vmutils';
import { nullGuid } from './codecs/common.js';
import type { GuestCapabilities } from './codecs/negotiate-protocol.js';
import { errors } from './errors.js';
import { formatHresult, hresults } from './hresult.js';
import { messages } from './messages.js';
import type { RequestChannel } from './request-channel.js';

/** The only version of the protocol that is in use. */
export const protocolVersion = 4;

/** Agrees on a protocol version, which a guest expects before anything else. */
export const negotiate = async (
  channel: RequestChannel,
  options: WaitOptions,
): Promise<{ readonly version: number; readonly capabilities: GuestCapabilities }> => {
  const offered = {
    ContainerId: '',
    ActivityId: nullGuid,
    MinimumVersion: protocolVersion,
    MaximumVersion: protocolVersion,
  };
  try {
    const { Version: version, Capabilities: capabilities } = await channel.request(
      messages.NegotiateProtocol,
      offered,
      options,
    );
    if (version !== protocolVersion) {
      throw errors.UVM_BRIDGE_VERSION(`The guest chose ${version}.`, { version, offered: protocolVersion });
    }
    return { version, capabilities };
  } catch (cause) {
    const noCommonVersion = formatHresult(hresults.unsupportedProtocolVersion);
    if (cause instanceof UvmError && cause.data['hresult'] === noCommonVersion) {
      throw errors.UVM_BRIDGE_VERSION('', { hresult: noCommonVersion, offered: protocolVersion }, { cause });
    }
    throw cause;
  }
};
