import { spawnSync } from 'node:child_process';

/** Runs a program to its end and returns what it printed; throws with its own words when it fails or takes too long. */
export const runTool = (program, args, { limitMs, ...options }) => {
  const { error, signal, status, stderr, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
    ...options,
  });
  if (status === 0) return stdout;
  const reason =
    error?.code === 'ETIMEDOUT' ? `took more than ${limitMs / 1000} s` : `ended with ${signal ?? status}`;
  throw new Error(
    `${program} ${args.join(' ')} ${error?.code === 'ENOENT' ? 'was not found' : reason}\n${stderr ?? ''}`,
  );
};
