import * as t from 'io-ts';
import { Int32, Uint32 } from './integers.js';

/** The fields of every request. All are optional for the guest. */
export const RequestBase = t.partial(
  {
    /** The container that the request is about; the null GUID is the VM. */
    ContainerId: t.string,
    /** Comes back in the response. */
    ActivityId: t.string,
    /** W3C trace context: `traceparent`, `tracestate`. */
    otsc: t.record(t.string, t.string),
  },
  'RequestBase',
);
export type RequestBase = t.TypeOf<typeof RequestBase>;

/** One error of a refused request; guests send exactly one. */
export const ErrorRecord = t.intersection(
  [
    t.type({ Result: Int32, Message: t.string, ModuleName: t.string, FileName: t.string, Line: Uint32 }),
    t.partial({ StackTrace: t.string, FunctionName: t.string }),
  ],
  'ErrorRecord',
);
export type ErrorRecord = t.TypeOf<typeof ErrorRecord>;

/** The fields of every response. */
export const ResponseBase = t.intersection(
  [
    t.type({
      /** 0, or an HRESULT as a signed number. */
      Result: Int32,
    }),
    t.partial({ ActivityId: t.string, ErrorMessage: t.string, ErrorRecords: t.array(ErrorRecord) }),
  ],
  'ResponseBase',
);
export type ResponseBase = t.TypeOf<typeof ResponseBase>;
