import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Duplex, Readable, Writable } from 'node:stream';
import { killedExitCode } from '@uvmkit/gcs-bridge';
import { errors } from '../errors.js';
import { agentPath, findProgram } from './find-program.js';
import type { ProcessLauncher } from './process-launcher.js';

const assertFolder = (path: string): void => {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) throw errors.UVM_AGENT_LAUNCH(`There is no folder ${path}.`, { workingDirectory: path });
};

/** What the process writes goes to the host until every holder of its descriptor is gone. */
const relayOutput = (output: Readable | null, connection: Duplex): void => {
  connection.resume();
  if (output === null) return;
  output.pipe(connection);
  // Without its host the process sees a failed write, instead of blocking for ever.
  connection.once('close', () => output.destroy());
};

/** What the host sends goes to the process; the connection ends with the process, if the host left it open. */
const relayInput = (input: Writable | null, connection: Duplex, child: ChildProcess): void => {
  if (input === null) return;
  connection.pipe(input);
  input.on('error', () => connection.unpipe(input).resume());
  connection.once('close', () => input.end());
  child.once('exit', () => {
    input.end();
    connection.unpipe(input).resume().end();
  });
};

/**
 * Starts real processes. A stream that is not connected is the null device in the process; with GCS it is closed.
 *
 * @param folders where programs without a slash in their name are looked for
 */
export const createSpawnLauncher = (folders: readonly string[] = agentPath): ProcessLauncher => ({
  async launch({ args, environment, workingDirectory, stdin, stdout, stderr }) {
    const [name = '', ...rest] = args;
    assertFolder(workingDirectory);
    const program = findProgram(name, workingDirectory, folders);
    const child = spawn(program, rest, {
      argv0: name,
      cwd: workingDirectory,
      env: { ...environment },
      stdio: [stdin ? 'pipe' : 'ignore', stdout ? 'pipe' : 'ignore', stderr ? 'pipe' : 'ignore'],
    });
    const exited = new Promise<number>((done) => child.once('exit', (code) => done(code ?? killedExitCode)));
    if (child.pid === undefined) {
      const [cause] = (await once(child, 'error')) as [Error];
      throw errors.UVM_AGENT_LAUNCH(cause.message, { program }, { cause });
    }
    if (stdin) relayInput(child.stdin, stdin, child);
    if (stdout) relayOutput(child.stdout, stdout);
    if (stderr) relayOutput(child.stderr, stderr);
    return { pid: child.pid, exited };
  },
});
