export { connectBridge } from './gcs-bridge.js';
export type { BridgeOptions, GcsBridge, ShutdownOptions } from './gcs-bridge.js';
export type { ExecOptions, GuestProcess, ProcessExit } from './guest-process.js';
export { killedExitCode, nullGuid, protocolVersion, waitForEver } from './constants.js';
export { gcsPorts } from './ports.js';
export { defaultMaxFrameBytes, encodeFrame, frameHeaderBytes } from './frame.js';
export type { Frame } from './frame.js';
export { createFrameParser } from './frame-parser.js';
export type { FrameParser, ParsedFrames } from './frame-parser.js';
export {
  describeType,
  kindOf,
  messageKinds,
  messageTypes,
  notificationType,
  responseTypeOf,
} from './message-type.js';
export type { MessageName } from './message-type.js';
export { messages } from './messages.js';
export type { Message } from './messages.js';
export { formatHresult, fromSignedHresult, hresults, toSignedHresult } from './hresult.js';
export { ErrorRecord, RequestBase, ResponseBase } from './codecs/common.js';
export {
  ExecuteProcessRequest,
  ExecuteProcessResponse,
  ExecuteProcessSettings,
  ProcessParameters,
  VsockStdioRelaySettings,
} from './codecs/execute-process.js';
export { GetPropertiesRequest, GetPropertiesResponse, PropertyQuery } from './codecs/get-properties.js';
export {
  GuestCapabilities,
  NegotiateProtocolRequest,
  NegotiateProtocolResponse,
} from './codecs/negotiate-protocol.js';
export {
  ResizeConsoleRequest,
  SignalProcessRequest,
  WaitForProcessRequest,
  WaitForProcessResponse,
} from './codecs/process-control.js';
