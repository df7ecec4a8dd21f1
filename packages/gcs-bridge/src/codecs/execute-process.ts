import * as t from 'io-ts';
import { RequestBase, ResponseBase } from './common.js';
import { Uint32 } from './integers.js';

/** The guest ports that carry a process's streams. A port counts only when the matching pipe is asked for. */
export const VsockStdioRelaySettings = t.partial(
  { StdIn: Uint32, StdOut: Uint32, StdErr: Uint32 },
  'VsockStdioRelaySettings',
);
export type VsockStdioRelaySettings = t.TypeOf<typeof VsockStdioRelaySettings>;

/** How the process is to be started, as it stands in the request. */
export const ExecuteProcessSettings = t.partial(
  {
    /** A string that holds the JSON of `ProcessParameters`. */
    ProcessParameters: t.string,
    VsockStdioRelaySettings,
  },
  'ExecuteProcessSettings',
);
export type ExecuteProcessSettings = t.TypeOf<typeof ExecuteProcessSettings>;

export const ExecuteProcessRequest = t.intersection(
  [RequestBase, t.partial({ Settings: ExecuteProcessSettings })],
  'ExecuteProcessRequest',
);
export type ExecuteProcessRequest = t.TypeOf<typeof ExecuteProcessRequest>;

/** How to start a process; travels as JSON inside a string. */
export const ProcessParameters = t.partial(
  {
    /** The arguments, program first. Goes before `CommandLine`. */
    CommandArgs: t.array(t.string),
    /** The arguments as one text, which the guest splits the way a shell does, without expansion. */
    CommandLine: t.string,
    /** Absent: the agent's own, `/`. */
    WorkingDirectory: t.string,
    /** The whole environment. Absent: an empty one. */
    Environment: t.record(t.string, t.string),
    /** Give it a pseudo-terminal. */
    EmulateConsole: t.boolean,
    CreateStdInPipe: t.boolean,
    CreateStdOutPipe: t.boolean,
    CreateStdErrPipe: t.boolean,
    /** Run in the VM itself even though `ContainerId` names a container. */
    CreateInUtilityVM: t.boolean,
    /** An OCI process: run it in the existing container. */
    OciProcess: t.UnknownRecord,
  },
  'ProcessParameters',
);
export type ProcessParameters = t.TypeOf<typeof ProcessParameters>;

export const ExecuteProcessResponse = t.intersection(
  [
    ResponseBase,
    t.type({
      /** The process id in the VM's own namespace, for container processes too. */
      ProcessId: Uint32,
    }),
  ],
  'ExecuteProcessResponse',
);
export type ExecuteProcessResponse = t.TypeOf<typeof ExecuteProcessResponse>;
