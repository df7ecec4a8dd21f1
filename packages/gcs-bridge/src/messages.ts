import type * as t from 'io-ts';
import { RequestBase, ResponseBase } from './codecs/common.js';
import { ExecuteProcessRequest, ExecuteProcessResponse } from './codecs/execute-process.js';
import { GetPropertiesRequest, GetPropertiesResponse } from './codecs/get-properties.js';
import { NegotiateProtocolRequest, NegotiateProtocolResponse } from './codecs/negotiate-protocol.js';
import {
  ResizeConsoleRequest,
  SignalProcessRequest,
  WaitForProcessRequest,
  WaitForProcessResponse,
} from './codecs/process-control.js';
import { type MessageName, messageTypes } from './message-type.js';

/** One request with its answer. A new message of the protocol is one more of these. */
export interface Message<Request, Response extends ResponseBase> {
  readonly name: MessageName;
  readonly type: number;
  readonly request: t.Type<Request>;
  readonly response: t.Type<Response>;
  /** How long to wait for the answer unless the caller says otherwise. */
  readonly timeoutMs: number;
}

const minute = 60_000;

const message = <Request, Response extends ResponseBase>(
  name: MessageName,
  request: t.Type<Request>,
  response: t.Type<Response>,
  timeoutMs: number,
): Message<Request, Response> => ({ name, type: messageTypes[name], request, response, timeoutMs });

/** The requests that this package speaks, with their default deadlines. */
export const messages = {
  NegotiateProtocol: message(
    'NegotiateProtocol',
    NegotiateProtocolRequest,
    NegotiateProtocolResponse,
    minute,
  ),
  ExecuteProcess: message('ExecuteProcess', ExecuteProcessRequest, ExecuteProcessResponse, 5 * minute),
  WaitForProcess: message('WaitForProcess', WaitForProcessRequest, WaitForProcessResponse, Infinity),
  SignalProcess: message('SignalProcess', SignalProcessRequest, ResponseBase, minute),
  ResizeConsole: message('ResizeConsole', ResizeConsoleRequest, ResponseBase, minute),
  GetProperties: message('GetProperties', GetPropertiesRequest, GetPropertiesResponse, minute),
  ShutdownGraceful: message('ShutdownGraceful', RequestBase, ResponseBase, minute / 2),
  ShutdownForced: message('ShutdownForced', RequestBase, ResponseBase, minute / 2),
} as const;
