import { describeType, type Frame, hresults, messageTypes } from '@uvmkit/gcs-bridge';
import { executeProcess } from './execute-process.js';
import { GuestFault } from './guest-fault.js';
import { type Handler, type HandlerContext, noResponse } from './handler.js';
import { parseJson } from './json-reader.js';
import { negotiateProtocol } from './negotiate-protocol.js';
import { resizeConsole, signalProcess, waitForProcess } from './process-control.js';
import { readBase } from './requests.js';
import { failureBody, successBody } from './response.js';
import type { Session } from './session.js';
import {
  create,
  deleteContainerState,
  dumpStacks,
  getProperties,
  modifySettings,
  shutdown,
  start,
} from './systems.js';

const negotiated = new Map<number, Handler>([
  [messageTypes.Create, create],
  [messageTypes.Start, start],
  [messageTypes.ShutdownGraceful, shutdown],
  [messageTypes.ShutdownForced, shutdown],
  [messageTypes.ExecuteProcess, executeProcess],
  [messageTypes.WaitForProcess, waitForProcess],
  [messageTypes.SignalProcess, signalProcess],
  [messageTypes.ResizeConsole, resizeConsole],
  [messageTypes.GetProperties, getProperties],
  [messageTypes.ModifySettings, modifySettings],
  [messageTypes.DumpStacks, dumpStacks],
  [messageTypes.DeleteContainerState, deleteContainerState],
]);

const unnegotiated = new Map<number, Handler>([[messageTypes.NegotiateProtocol, negotiateProtocol]]);

/** Before negotiation only that is answered; after it, everything else. */
const handlerOf = (type: number, { version }: Session, { speaksVersion4 }: HandlerContext): Handler => {
  const handlers = version === undefined ? unnegotiated : negotiated;
  const handler = speaksVersion4 ? handlers.get(type) : undefined;
  if (handler === undefined)
    throw new GuestFault(hresults.notImplemented, `${describeType(type)} is not handled`);
  return handler;
};

/** The body of the response to one request, or undefined when there is none. Never rejects. */
export const dispatch = async (
  { type, body }: Frame,
  context: HandlerContext,
  session: Session,
): Promise<string | undefined> => {
  let activityId: string | undefined;
  try {
    const request = parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
    activityId = readBase(request, '').ActivityId;
    const fields = await handlerOf(type, session, context)(request, context, session);
    return fields === noResponse ? undefined : successBody(activityId, fields);
  } catch (problem) {
    context.logger.debug('request refused', { type: describeType(type), problem });
    return failureBody(activityId, problem);
  }
};
