import type { Duplex } from 'node:stream';
import { killedExitCode } from '@uvmkit/gcs-bridge';
import type { GuestClock, LaunchRequest, ProcessLauncher } from '@uvmkit/guest-agent';
import { kernelRelease } from './boot-lines.js';
import type { Command, CommandContext, CommandOutput, Commands } from './commands/command.js';
import { errors } from './errors.js';

/** Starts commands of a script in place of programs. */
export interface ScriptedLauncher extends ProcessLauncher {
  /** Ends every process, as a machine does that stops. */
  killAll(): void;
}

export interface ScriptedLauncherOptions {
  readonly commands: Commands;
  readonly clock: GuestClock;
  readonly hostname: string;
}

const firstPid = 100;
const crashed = 1;

/** The folders that exist in the simulated guest. */
const folders = new Set([
  '/',
  '/bin',
  '/etc',
  '/root',
  '/run',
  '/sbin',
  '/tmp',
  '/usr',
  '/usr/bin',
  '/usr/sbin',
  '/var',
]);
const programFolders = new Set(['', '/sbin', '/usr/sbin', '/bin', '/usr/bin']);

const outputTo = (stream: Duplex | undefined): CommandOutput => ({
  write: (data) =>
    new Promise((resolve, reject) => {
      if (stream === undefined) resolve();
      else stream.write(data, (error) => (error ? reject(error) : resolve()));
    }),
});

const inputFrom = async function* (stream: Duplex | undefined): AsyncGenerator<Uint8Array> {
  if (stream === undefined) return;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
};

export const createScriptedLauncher = ({
  commands,
  clock,
  hostname,
}: ScriptedLauncherOptions): ScriptedLauncher => {
  const running = new Map<number, AbortController>();
  let nextPid = firstPid;

  const kill = (pid: number): boolean => {
    const process = running.get(pid);
    process?.abort();
    return process !== undefined;
  };

  const find = (name: string): Command => {
    const slash = name.lastIndexOf('/');
    const program = name.slice(slash + 1);
    const known = programFolders.has(name.slice(0, Math.max(slash, 0))) && Object.hasOwn(commands, program);
    const command = known ? commands[program] : undefined;
    if (command === undefined) throw errors.UVM_SIMULATOR_PROGRAM(JSON.stringify(name), { program: name });
    return command;
  };

  const contextOf = (request: LaunchRequest, signal: AbortSignal): CommandContext => {
    const context: CommandContext = {
      args: request.args,
      env: request.environment,
      cwd: request.workingDirectory,
      stdin: inputFrom(request.stdin),
      stdout: outputTo(request.stdout),
      stderr: outputTo(request.stderr),
      clock,
      machine: { hostname, kernelRelease, kill },
      signal,
      run: async (args) => find(args[0] ?? '')({ ...context, args }),
    };
    return context;
  };

  /** Runs a command to its end or its kill, whichever comes first. */
  const statusOf = (command: Command, context: CommandContext): Promise<number> =>
    Promise.race([
      Promise.resolve()
        .then(() => command(context))
        .catch(() => crashed),
      new Promise<number>((resolve) => {
        context.signal.addEventListener('abort', () => resolve(killedExitCode), { once: true });
      }),
    ]);

  return {
    killAll() {
      for (const process of running.values()) process.abort();
    },
    async launch(request) {
      const { args, workingDirectory, stdin, stdout, stderr } = request;
      const command = find(args[0] ?? '');
      if (!folders.has(workingDirectory)) {
        throw errors.UVM_SIMULATOR_PROGRAM(`There is no folder ${workingDirectory}.`, { workingDirectory });
      }
      const pid = nextPid++;
      const process = new AbortController();
      running.set(pid, process);
      const exited = statusOf(command, contextOf(request, process.signal)).then((status) => {
        running.delete(pid);
        for (const stream of [stdin, stdout, stderr]) stream?.resume().end();
        return status;
      });
      return { pid, exited };
    },
  };
};
