import type { Duplex } from 'node:stream';
import { hresults, nullGuid, type ProcessParameters, type VsockStdioRelaySettings } from '@uvmkit/gcs-bridge';
import { splitCommandLine } from '../process/command-line.js';
import { GuestFault } from './guest-fault.js';
import type { Handler, HandlerContext } from './handler.js';
import { parseJson } from './json-reader.js';
import { readExecute, readParameters } from './requests.js';

/** How long the host may take to accept the connection of a stream. */
const dialTimeoutMs = 10_000;

type Streams = { stdin?: Duplex; stdout?: Duplex; stderr?: Duplex };

const argumentsOf = ({ CommandArgs = [], CommandLine = '' }: ProcessParameters): string[] => {
  const args = CommandArgs.length > 0 ? CommandArgs : splitCommandLine(CommandLine);
  if (args.length === 0)
    throw new GuestFault(hresults.fail, 'neither CommandArgs nor CommandLine names a program');
  return args;
};

const dial = async (
  name: keyof Streams,
  port: number,
  { sockets, signal }: HandlerContext,
): Promise<Duplex> => {
  try {
    const stream = await sockets.connect(port, { signal, timeoutMs: dialTimeoutMs });
    // A host that drops a stream ends it: the process notices by end-of-file or a failed write.
    return stream.on('error', () => undefined);
  } catch (cause) {
    throw new GuestFault(hresults.fail, `the host does not take the connection for ${name} on port ${port}`, {
      cause,
    });
  }
};

/** Connects what was asked for: dials in this order, then waits for all. When one fails, the others are ended. */
const dialAll = async (
  { CreateStdInPipe, CreateStdOutPipe, CreateStdErrPipe }: ProcessParameters,
  { StdIn = 0, StdOut = 0, StdErr = 0 }: VsockStdioRelaySettings,
  context: HandlerContext,
): Promise<Streams> => {
  const wanted: [keyof Streams, number][] = [];
  if (CreateStdInPipe) wanted.push(['stdin', StdIn]);
  if (CreateStdOutPipe) wanted.push(['stdout', StdOut]);
  if (CreateStdErrPipe) wanted.push(['stderr', StdErr]);
  const streams: Streams = {};
  const dials = await Promise.allSettled(
    wanted.map(async ([name, port]) => (streams[name] = await dial(name, port, context))),
  );
  const failed = dials.find((result) => result.status === 'rejected');
  if (failed === undefined) return streams;
  endAll(streams);
  throw failed.reason;
};

const endAll = (streams: Streams): void => {
  for (const stream of Object.values(streams)) stream.resume().end();
};

export const executeProcess: Handler = async (request, context) => {
  const { ContainerId, Settings: { ProcessParameters, VsockStdioRelaySettings = {} } = {} } = readExecute(
    request,
    '',
  );
  if (ProcessParameters === undefined)
    throw new GuestFault(hresults.invalidJson, 'ProcessParameters is missing');
  const parameters = readParameters(parseJson(ProcessParameters), 'ProcessParameters');
  if (ContainerId !== nullGuid && !parameters.CreateInUtilityVM) {
    throw new GuestFault(hresults.systemNotFound, 'no such container');
  }
  if (parameters.EmulateConsole) throw new GuestFault(hresults.fail, 'this agent has no pseudo-terminals');
  const args = argumentsOf(parameters);
  const streams = await dialAll(parameters, VsockStdioRelaySettings, context);
  try {
    const process = await context.launcher.launch({
      args,
      environment: parameters.Environment ?? {},
      workingDirectory: parameters.WorkingDirectory || '/',
      ...streams,
    });
    context.processes.add(process);
    context.logger.debug('process started', { pid: process.pid, args });
    void process.exited.then((exitCode) =>
      context.logger.debug('process ended', { pid: process.pid, exitCode }),
    );
    return { ProcessId: process.pid };
  } catch (error) {
    endAll(streams);
    throw error;
  }
};
