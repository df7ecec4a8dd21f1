import { hresults, type ResponseBase, toSignedHresult } from '@uvmkit/gcs-bridge';
import { GuestFault } from './guest-fault.js';

/** How much of an error's words goes into a response. */
export const maxErrorMessageLength = 4096;

const noLine = 0xffff_ffff;

/** Guests escape these in JSON, so that it can stand in HTML and JavaScript. */
const escape = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const echo = (activityId: string | undefined): { ActivityId?: string } =>
  activityId === undefined || activityId === '' ? {} : { ActivityId: activityId };

/** The body of a response: the handler's fields beside a result of 0. */
export const successBody = (activityId: string | undefined, fields: object): string =>
  escape(JSON.stringify({ Result: hresults.ok, ...echo(activityId), ...fields }));

/** The body of a response that refuses, whatever went wrong. */
export const failureBody = (activityId: string | undefined, problem: unknown): string => {
  const Result = toSignedHresult(problem instanceof GuestFault ? problem.hresult : hresults.fail);
  const words = problem instanceof Error ? problem.message : String(problem);
  const Message = words.slice(0, maxErrorMessageLength);
  const body: ResponseBase = {
    Result,
    ...echo(activityId),
    ErrorMessage: Message,
    ErrorRecords: [{ Result, Message, ModuleName: 'gcs', FileName: '', Line: noLine }],
  };
  return escape(JSON.stringify(body));
};
