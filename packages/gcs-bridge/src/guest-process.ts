import type { Readable, Writable } from 'node:stream';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import type { ProcessParameters } from './codecs/execute-process.js';
import { nullGuid, waitForEver } from './constants.js';
import { messages } from './messages.js';
import type { RequestChannel } from './request-channel.js';
import { type Stdio, stdioNames } from './stdio.js';

/** What to run, and which of its streams to connect. Streams that are not asked for are closed in the process. */
export interface ExecOptions extends WaitOptions {
  /** The arguments, program first. A name without a slash is looked up in the agent's PATH. */
  readonly args: readonly string[];
  /** The whole environment; nothing is added to it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute path in the guest; `/` by default. */
  readonly cwd?: string;
  readonly stdin?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  /** Give it a pseudo-terminal: all output comes on `stdout`. */
  readonly tty?: boolean;
}

/** How a process of the guest ended. */
export interface ProcessExit {
  /** Its status, or `killedExitCode` when a signal ended it. */
  readonly exitCode: number;
}

/**
 * A running process of the guest. Disposing it ends its streams; the process itself runs on, since the protocol cannot
 * signal processes outside containers.
 */
export interface GuestProcess extends Disposable {
  /** Process id in the guest. */
  readonly pid: number;
  /** `end()` gives the process end-of-file. */
  readonly stdin?: Writable;
  readonly stdout?: Readable;
  readonly stderr?: Readable;
  /** Waits for the end of the process; by default without a deadline. Can be called any number of times. */
  wait(options?: WaitOptions): Promise<ProcessExit>;
}

const defaultStartTimeoutMs = 60_000;

const address = { ContainerId: nullGuid, ActivityId: nullGuid };

const parametersOf = ({ args, env, cwd, stdin, stdout, stderr, tty }: ExecOptions): ProcessParameters => ({
  CommandArgs: [...args],
  WorkingDirectory: cwd ?? '/',
  Environment: { ...env },
  ...(tty && { EmulateConsole: true }),
  ...(stdin && { CreateStdInPipe: true }),
  ...(stdout && { CreateStdOutPipe: true }),
  ...(stderr && { CreateStdErrPipe: true }),
});

const exitOf = async (channel: RequestChannel, pid: number): Promise<ProcessExit> => {
  const { ExitCode } = await channel.request(messages.WaitForProcess, {
    ...address,
    ProcessId: pid,
    TimeoutInMs: waitForEver,
  });
  return { exitCode: ExitCode };
};

/** Starts a process in the VM itself, outside any container. */
export const startProcess = (
  channel: RequestChannel,
  stdio: Stdio,
  options: ExecOptions,
): Promise<GuestProcess> =>
  waitFor(
    `the guest to start ${options.args[0] ?? 'a process'}`,
    { signal: options.signal, timeoutMs: options.timeoutMs ?? defaultStartTimeoutMs },
    async (signal) => {
      // The guest dials while it handles the request, and a refused dial fails the request: listen first.
      const listeners = await stdio.listen(stdioNames.filter((name) => options[name]));
      try {
        const accepted = listeners.accept(signal);
        accepted.catch(() => undefined);
        const { ProcessId: pid } = await channel.request(
          messages.ExecuteProcess,
          {
            ...address,
            Settings: {
              ProcessParameters: JSON.stringify(parametersOf(options)),
              VsockStdioRelaySettings: listeners.relay,
            },
          },
          { signal },
        );
        // Guests keep an exit status only until the first answered wait, so the one wait is made here, at once.
        const exited = exitOf(channel, pid);
        exited.catch(() => undefined);
        const streams = await accepted;
        return {
          pid,
          ...streams,
          wait: (waitOptions = {}) => waitFor(`process ${pid} to end`, waitOptions, () => exited),
          [Symbol.dispose]: listeners.discard,
        };
      } catch (error) {
        listeners.discard();
        throw error;
      } finally {
        await listeners.close();
      }
    },
  );
