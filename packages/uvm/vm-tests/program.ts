import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

/** What tools/test.mjs has prepared. */
export interface Setup {
  readonly qemu: { readonly binary: string };
  readonly bootFiles: string;
  readonly cache: string;
}

export const setup = (): Setup => {
  const text = process.env['UVMKIT_TEST_SETUP'];
  if (text === undefined) throw new Error('these tests run by `npm test`, or `node tools/test.mjs`');
  return JSON.parse(text) as Setup;
};

export interface Outcome {
  /** As a shell reports it: 128 and its number for a signal. */
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

const cli = join(__dirname, '..', 'dist', 'cli.js');

/**
 * The program with a folder of its own for everything temporary, so that what a run leaves behind can be seen. QEMU's user
 * has to reach the folder.
 */
export class Program implements AsyncDisposable {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#env = { ...process.env, TMPDIR: folder, UVMKIT_CACHE: setup().cache };
    delete this.#env['XDG_RUNTIME_DIR'];
  }

  static async make(): Promise<Program> {
    const folder = await mkdtemp(join(tmpdir(), 'uvmt-'));
    await chmod(folder, 0o755);
    return new Program(folder);
  }

  start(args: readonly string[], stdin: string | Buffer = ''): Running {
    const child = spawn(process.execPath, [cli, ...args], {
      env: this.#env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined).end(stdin);
    const ended = Promise.all([once(child, 'exit'), buffer(child.stdout), buffer(child.stderr)]);
    const outcome = ended.then(([[status, signal], stdout, stderr]) => ({
      status: (status as number | null) ?? 128 + constants.signals[signal as NodeJS.Signals],
      stdout,
      stderr: stderr.toString(),
    }));
    return { child, outcome };
  }

  run(args: readonly string[], stdin?: string | Buffer): Promise<Outcome> {
    return this.start(args, stdin).outcome;
  }

  /** Files below the folder for temporary files, and processes that name it: empty when a run has cleaned up. */
  async leftBehind(): Promise<readonly string[]> {
    return [...(await readdir(this.#folder)), ...(await processesNaming(this.#folder))];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const processesNaming = async (text: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map(async (pid) => `${pid} ${await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')}`),
  );
  return lines.filter((line) => line.includes(text));
};
