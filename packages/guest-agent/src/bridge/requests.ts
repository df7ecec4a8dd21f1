import type {
  ExecuteProcessRequest,
  GetPropertiesRequest,
  NegotiateProtocolRequest,
  ProcessParameters,
  PropertyQuery,
  RequestBase,
  ResizeConsoleRequest,
  SignalProcessRequest,
  WaitForProcessRequest,
} from '@uvmkit/gcs-bridge';
import {
  boolean,
  int32,
  object,
  type Reader,
  record,
  string,
  stringRecord,
  strings,
  uint16,
  uint32,
} from './json-reader.js';

const base = { ContainerId: string, ActivityId: string };

export const readBase: Reader<RequestBase> = object(base);

export const readNegotiate: Reader<NegotiateProtocolRequest> = object({
  ...base,
  MinimumVersion: uint32,
  MaximumVersion: uint32,
});

export const readExecute: Reader<ExecuteProcessRequest> = object({
  ...base,
  Settings: object({
    ProcessParameters: string,
    VsockStdioRelaySettings: object({ StdIn: uint32, StdOut: uint32, StdErr: uint32 }),
  }),
});

export const readParameters: Reader<ProcessParameters> = object({
  CommandArgs: strings,
  CommandLine: string,
  WorkingDirectory: string,
  Environment: stringRecord,
  EmulateConsole: boolean,
  CreateStdInPipe: boolean,
  CreateStdOutPipe: boolean,
  CreateStdErrPipe: boolean,
  CreateInUtilityVM: boolean,
  OciProcess: record,
});

export const readWait: Reader<WaitForProcessRequest> = object({
  ...base,
  ProcessId: uint32,
  TimeoutInMs: uint32,
});

export const readSignal: Reader<SignalProcessRequest> = object({
  ...base,
  ProcessId: uint32,
  Options: object({ Signal: int32 }),
});

export const readResize: Reader<ResizeConsoleRequest> = object({
  ...base,
  ProcessId: uint32,
  Height: uint16,
  Width: uint16,
});

export const readGetProperties: Reader<GetPropertiesRequest> = object({ ...base, Query: string });

export const readPropertyQuery: Reader<PropertyQuery> = object({ PropertyTypes: strings });

export const readCreate = object({ ...base, ContainerConfig: string });

export const readContainerConfig = object({ SchemaVersion: object({ Major: int32, Minor: int32 }) });
