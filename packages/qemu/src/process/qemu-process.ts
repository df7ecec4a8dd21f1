import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { errors } from '../errors.js';
import { launchCommand, type QemuProgram } from './launch-command.js';

/** How a process came to its end. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One running QEMU. */
export interface QemuProcess {
  readonly pid: number;
  /** Resolves once, when the process has ended and its output is read. */
  readonly exited: Promise<ProcessExit>;
  /** The last text that QEMU wrote as an error. */
  stderrTail(): string;
  /** Ends it at once. */
  kill(): void;
}

const STDERR_TAIL_CHARACTERS = 4_096;

/** The number of the first file of `files` in the process. */
export const FIRST_FILE = 3;

/**
 * Starts QEMU in the foreground, in a process group of its own.
 *
 * @param files descriptors that QEMU gets as 3, 4 and so on, so that it needs no right to the folders they are in
 * @throws UVM_QEMU_MISSING
 */
export const spawnQemu = async (
  program: QemuProgram,
  args: readonly string[],
  files: readonly number[],
): Promise<QemuProcess> => {
  const command = launchCommand(program, args);
  const child = spawn(command.file, command.args, {
    ...command.options,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', ...files],
  });
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_TAIL_CHARACTERS);
  });
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const pid = await pidOf(child, program.path);
  return { pid, exited, stderrTail: () => tail.trim(), kill: () => void child.kill('SIGKILL') };
};

const pidOf = async (child: ChildProcess, path: string): Promise<number> => {
  if (child.pid !== undefined) {
    child.on('error', () => undefined);
    return child.pid;
  }
  const [cause] = (await once(child, 'error')) as [Error];
  throw errors.UVM_QEMU_MISSING(`${path} was not found or may not be executed.`, { path }, { cause });
};
