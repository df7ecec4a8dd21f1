import { Command, Option } from 'commander';
import { chooseEngine, engineChoices, type EngineChoice } from '../engine/choose-engine.js';
import { startUtilityVm } from '../utility-vm.js';
import { createAppLogger, logLevels, type LogLevel } from './app-logger.js';
import { describeFailure } from './describe-failure.js';
import type { CommandContext } from './main.js';
import { parseCount, parseDuration, parseMemory } from './parse-quantity.js';
import { pipeProcess } from './pipe-process.js';
import { jsonReporter, textReporter } from './reporter.js';
import type { MiB } from '@uvmkit/vmutils';

interface RunOptions {
  readonly engine: EngineChoice;
  readonly bootFiles?: string;
  readonly cpus?: number;
  readonly memory?: MiB;
  readonly timeout?: number;
  readonly stall?: number;
  readonly warm: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logLevel: LogLevel;
}

/** What a program finds when nobody says otherwise: the environment of a login without a home. */
const guestEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  TERM: 'dumb',
};

/** The exit status of a shell for a command that a signal ended, when the signal is not known. */
const KILLED_STATUS = 255;

export const runCommand = (context: CommandContext): Command =>
  new Command('run')
    .description('Boot a utility VM, run one command in it, and stop it.')
    .argument('<command...>', 'the command and its arguments, after --')
    .passThroughOptions()
    .addOption(new Option('--engine <name>', 'what runs the VM').choices(engineChoices).default('auto'))
    .option(
      '--boot-files <folder>',
      'folder with the kernel and initrd.img (default: made by `uvm image build`)',
    )
    .option('--cpus <count>', 'virtual processors', parseCount)
    .option('--memory <size>', 'memory: MiB, or with a unit as in 512M or 2G', parseMemory)
    .option('--timeout <time>', 'longest start, as in 90s or 3m', parseDuration)
    .option('--stall <time>', 'longest time without progress during the start', parseDuration)
    .option('--warm', 'start from a saved template; the first such run makes it', false)
    .option(
      '--env <name=value>',
      'environment variable for the command; repeatable',
      collectEnv,
      guestEnvironment,
    )
    .option('--cwd <folder>', 'working directory in the guest', '/')
    .option('--json', 'report as JSON lines on standard output', false)
    .option('--quiet', "print nothing but the command's output and failures", false)
    .addOption(
      new Option('--log-level <level>', 'what to log to standard error').choices(logLevels).default('error'),
    )
    .action((command: string[], options: RunOptions) => run(command, options, context));

const collectEnv = (
  text: string,
  sofar: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const at = text.indexOf('=');
  return {
    ...sofar,
    [at < 0 ? text : text.slice(0, at)]: at < 0 ? (process.env[text] ?? '') : text.slice(at + 1),
  };
};

const run = async (args: readonly string[], options: RunOptions, context: CommandContext) => {
  const { signal, exitWith } = context;
  const reporter = options.json ? jsonReporter(context) : textReporter(context, { quiet: options.quiet });
  const logger = createAppLogger(options.logLevel, context.stderr);
  try {
    await using engine = await chooseEngine(options.engine, {
      bootFiles: options.bootFiles,
      warm: options.warm,
      logger,
      note: (message) => reporter.note(message),
    });
    await using vm = await startUtilityVm({
      engine,
      options: {
        ...(options.cpus !== undefined && { processorCount: options.cpus }),
        ...(options.memory !== undefined && { memorySizeInMB: options.memory }),
      },
      logger,
      signal,
      stallMs: options.stall,
      deadlineMs: options.timeout,
      onStep: (entry) => reporter.step(entry),
    });
    reporter.booted(vm);
    const guest = await vm.exec({
      args,
      env: options.env,
      cwd: options.cwd,
      stdin: true,
      stdout: true,
      stderr: true,
      signal,
    });
    const { exitCode } = await pipeProcess(guest, {
      reporter,
      signal,
      ended: vm.exited,
      stdin: context.stdin,
    });
    reporter.exited(exitCode);
    await vm.shutdown({ signal });
    exitWith(exitCode <= 0xff ? exitCode : KILLED_STATUS);
  } catch (error) {
    reporter.failed(describeFailure(error));
    exitWith(1);
  }
};
