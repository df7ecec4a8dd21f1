import * as t from 'io-ts';
import { RequestBase, ResponseBase } from './common.js';
import { Int32, Uint16, Uint32 } from './integers.js';

export const WaitForProcessRequest = t.intersection(
  [RequestBase, t.partial({ ProcessId: Uint32, TimeoutInMs: Uint32 })],
  'WaitForProcessRequest',
);
export type WaitForProcessRequest = t.TypeOf<typeof WaitForProcessRequest>;

export const WaitForProcessResponse = t.intersection(
  [ResponseBase, t.type({ ExitCode: Uint32 })],
  'WaitForProcessResponse',
);
export type WaitForProcessResponse = t.TypeOf<typeof WaitForProcessResponse>;

/** For processes of containers only. Without a signal, or with 0, it kills. */
export const SignalProcessRequest = t.intersection(
  [RequestBase, t.partial({ ProcessId: Uint32, Options: t.partial({ Signal: Int32 }) })],
  'SignalProcessRequest',
);
export type SignalProcessRequest = t.TypeOf<typeof SignalProcessRequest>;

/** For processes of containers only. */
export const ResizeConsoleRequest = t.intersection(
  [RequestBase, t.partial({ ProcessId: Uint32, Height: Uint16, Width: Uint16 })],
  'ResizeConsoleRequest',
);
export type ResizeConsoleRequest = t.TypeOf<typeof ResizeConsoleRequest>;
