import type { Command, Commands } from './command.js';
import { sh } from './shell.js';

const failed = 1;

const echo: Command = async ({ args, stdout }) => {
  const lineEnd = args[1] === '-n' ? '' : '\n';
  await stdout.write(`${args.slice(lineEnd === '' ? 2 : 1).join(' ')}${lineEnd}`);
  return 0;
};

const cat: Command = async ({ args, stdin, stdout, stderr }) => {
  if (args.length > 1) {
    await stderr.write(`cat: ${args[1]}: the simulated guest has no files\n`);
    return failed;
  }
  for await (const chunk of stdin) await stdout.write(chunk);
  return 0;
};

const uname: Command = async ({ args, stdout, machine: { hostname, kernelRelease } }) => {
  const all = `Linux ${hostname} ${kernelRelease} #1 SMP x86_64 GNU/Linux`;
  const answers: Record<string, string> = { '-a': all, '-r': kernelRelease, '-n': hostname, '-m': 'x86_64' };
  await stdout.write(`${answers[args[1] ?? ''] ?? 'Linux'}\n`);
  return 0;
};

const sleep: Command = async ({ args, clock, signal, stderr }) => {
  const seconds = Number(args[1]);
  if (args[1] === undefined || !(seconds >= 0)) {
    await stderr.write('sleep: a number of seconds is missing\n');
    return failed;
  }
  await clock.sleep(seconds * 1000, signal);
  return 0;
};

const env: Command = async ({ env: variables, stdout }) => {
  for (const [name, value] of Object.entries(variables)) await stdout.write(`${name}=${value}\n`);
  return 0;
};

const pwd: Command = async ({ cwd, stdout }) => {
  await stdout.write(`${cwd}\n`);
  return 0;
};

const hostname: Command = async ({ machine, stdout }) => {
  await stdout.write(`${machine.hostname}\n`);
  return 0;
};

const kill: Command = async ({ args, machine, stderr }) => {
  const pid = args.at(-1) ?? '';
  if (machine.kill(Number(pid))) return 0;
  await stderr.write(`kill: no process ${pid}\n`);
  return failed;
};

/** The programs that every simulated guest has. */
export const builtInCommands: Commands = {
  cat,
  echo,
  env,
  false: () => failed,
  hostname,
  kill,
  pwd,
  sh,
  sleep,
  true: () => 0,
  uname,
};
