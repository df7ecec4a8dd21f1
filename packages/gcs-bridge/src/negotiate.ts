import { UvmError, type WaitOptions } from '@uvmkit/vmutils';
import type { GuestCapabilities } from './codecs/negotiate-protocol.js';
import { nullGuid, protocolVersion } from './constants.js';
import { errors } from './errors.js';
import { formatHresult, hresults } from './hresult.js';
import { messages } from './messages.js';
import type { RequestChannel } from './request-channel.js';

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
