import { Command, CommanderError } from 'commander';
import type { Readable, Writable } from 'node:stream';
import { describeFailure, formatFailure } from './describe-failure.js';
import { docCommand } from './doc-command.js';
import { imageCommand } from './image-command.js';
import { watchInterrupts } from './interruption.js';
import { runCommand } from './run-command.js';
import { setupCommand } from './setup-command.js';
import { version } from './version.js';

/** The streams of the program. */
export interface ProgramStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** What every command gets, and where it leaves its exit status. */
export interface CommandContext extends ProgramStreams {
  readonly signal: AbortSignal;
  exitWith(status: number): void;
}

const USAGE_STATUS = 2;
const FAILURE_STATUS = 1;

/** Runs one command line and resolves with the exit status. Everything that was started is gone by then. */
export const main = async (argv: readonly string[], streams: ProgramStreams = process): Promise<number> => {
  const { stdin, stdout, stderr } = streams;
  using interruption = watchInterrupts([stdout, stderr]);
  let status = 0;
  const context: CommandContext = {
    ...{ stdin, stdout, stderr },
    signal: interruption.signal,
    exitWith: (given) => (status = given),
  };
  const program = new Command('uvm')
    .description('Boot Linux utility VMs and run commands in them.')
    .version(version)
    .enablePositionalOptions()
    .addCommand(runCommand(context))
    .addCommand(setupCommand(context))
    .addCommand(imageCommand(context))
    .addCommand(docCommand(context));
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    });
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_STATUS;
    stderr.write(`${formatFailure(describeFailure(error))}\n`);
    status = FAILURE_STATUS;
  }
  return interruption.exitStatus() ?? status;
};

const everyCommand = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];
