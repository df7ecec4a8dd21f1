import { splitCommandLine } from '@uvmkit/guest-agent';
import type { Command, CommandContext } from './command.js';
import { splitScript } from './split-script.js';

const usage = 2;
const notFound = 127;

const runStep = async (words: readonly string[], context: CommandContext): Promise<number> => {
  try {
    return await context.run(words);
  } catch {
    await context.stderr.write(`sh: ${words[0]}: not found\n`);
    return notFound;
  }
};

/** `sh -c SCRIPT`: commands one after the other, joined by `;`, `&&` or line ends, and `exit N`. Expands nothing. */
export const sh: Command = async (context) => {
  const [, option, script] = context.args;
  if (option !== '-c' || script === undefined) {
    await context.stderr.write('sh: only "sh -c SCRIPT" is simulated\n');
    return usage;
  }
  let status = 0;
  for (const { line, onlyAfterSuccess } of splitScript(script)) {
    if (onlyAfterSuccess && status !== 0) continue;
    const words = splitCommandLine(line);
    if (words[0] === 'exit') return Number(words[1] ?? status) & 0xff;
    status = await runStep(words, context);
  }
  return status;
};
