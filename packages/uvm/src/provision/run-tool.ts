import { spawn } from 'node:child_process';
import { errors } from '../errors.js';

/** What a finished program left. */
export interface ToolResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly cwd?: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with each line of standard output as it comes. */
  readonly onLine?: (line: string) => void;
}

const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

/** Runs a program without a shell, in the C locale, and collects its output. Rejects when it cannot be started, and, once it
 * has ended, when it was cancelled. */
export const runTool = (
  program: string,
  args: readonly string[],
  { cwd, signal, onLine }: ToolOptions = {},
): Promise<ToolResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...(cwd !== undefined && { cwd }),
      ...(signal && { signal }),
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    let partial = '';
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text: string) => {
        if (output[name].length < MAX_OUTPUT_BYTES) output[name] += text;
        if (name !== 'stdout' || onLine === undefined) return;
        const lines = (partial + text).split('\n');
        partial = lines.pop() ?? '';
        for (const line of lines) onLine(line);
      });
    }
    let failure: Error | undefined;
    child.once('error', (error) => {
      failure = error;
      // A program that could not be started never closes.
      if (child.pid === undefined) reject(error);
    });
    child.once('close', (status) => {
      if (signal?.aborted) reject(errors.UVM_SETUP_CANCELLED('', { program }, { cause: signal.reason }));
      else if (failure) reject(failure);
      else resolve({ status: status ?? -1, ...output });
    });
  });
