import { splitCommandLine } from '../process/command-line.js';

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** What the kernel line's tail, the part after ` -- `, asks of the guest. */
export interface BootArguments {
  /** init -e: read entropy from this port. */
  readonly entropyPort?: number;
  /** vsockexec -e or -o: send the log to this port. */
  readonly logPort?: number;
  /** gcs -loglevel */
  readonly logLevel: LogLevel;
  /** gcs -log-format */
  readonly logFormat: 'json' | 'text';
  /** gcs -v4: without it the agent agrees to no protocol version. */
  readonly speaksVersion4: boolean;
  /** What was not understood, in words. It changes nothing else. */
  readonly problems: readonly string[];
}

interface Options {
  readonly values: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

const valueless = /^(true|false|t|f|1|0)$/i;

/** Options up to the first argument that is none: `-name value`, `-name=value`, and `-flag` for names in `flags`. */
const takeOptions = (args: readonly string[], flags: ReadonlySet<string>): Options => {
  const values = new Map<string, string>();
  let at = 0;
  for (; at < args.length; at += 1) {
    const [, name, value] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(args[at] ?? '') ?? [];
    if (name === undefined) break;
    if (value !== undefined) values.set(name, value);
    else if (flags.has(name)) values.set(name, 'true');
    else values.set(name, args[(at += 1)] ?? '');
  }
  return { values, rest: args.slice(at) };
};

const initFlags = new Set(['w']);
const vsockexecFlags = new Set(['r']);
const gcsFlags = new Set(['v4', 'use-inouterr', 'disable-time-sync', 'scrub-logs']);
const gcsOptions = new Set([
  ...gcsFlags,
  'loglevel',
  'logfile',
  'log-format',
  'core-dump-location',
  'kmsgLogLevel',
  'root-mem-reserve-bytes',
  'gcs-mem-limit-bytes',
  'initial-policy-stance',
]);

const levels: Readonly<Record<string, LogLevel>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warning',
  warning: 'warning',
  error: 'error',
  fatal: 'error',
  panic: 'error',
};

const isProgram = (argument: string | undefined, name: string): boolean =>
  argument !== undefined && argument.split('/').at(-1) === name;

/** With a console the whole command is a shell's: `sh -c "<command> & exec sh"`. */
const unwrapShell = (args: readonly string[]): readonly string[] =>
  isProgram(args[0], 'sh') && args[1] === '-c' ? splitCommandLine(args[2] ?? '') : args;

/**
 * Reads what follows ` -- ` on the kernel line, for example
 * `-e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel info`.
 */
export const parseBootArguments = (bootArguments: readonly string[]): BootArguments => {
  const problems: string[] = [];
  const portOf = (text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const port = Number(text);
    if (/^\d+$/.test(text) && port <= 0xffff_ffff) return port;
    problems.push(`${JSON.stringify(text)} is not a port`);
    return undefined;
  };

  const init = takeOptions(bootArguments, initFlags);
  const entropyPort = portOf(init.values.get('e'));
  let args = unwrapShell(init.rest);
  let logPort: number | undefined;
  if (isProgram(args[0], 'vsockexec')) {
    const { values, rest } = takeOptions(args.slice(1), vsockexecFlags);
    logPort = portOf(values.get('e') ?? values.get('o'));
    args = rest;
  }
  if (!isProgram(args[0], 'gcs')) problems.push('no gcs command follows the options of init');
  const { values: gcs, rest } = takeOptions(args.slice(1), gcsFlags);
  for (const name of gcs.keys()) if (!gcsOptions.has(name)) problems.push(`gcs has no option -${name}`);
  if (rest.length > 0) problems.push(`gcs takes no argument ${JSON.stringify(rest[0])}`);

  const levelName = gcs.get('loglevel') ?? 'info';
  const logLevel = levels[levelName.toLowerCase()];
  if (logLevel === undefined) problems.push(`${JSON.stringify(levelName)} is not a log level`);
  const v4 = gcs.get('v4') ?? 'false';
  if (!valueless.test(v4)) problems.push(`-v4=${v4} is neither true nor false`);
  return {
    ...(entropyPort !== undefined && { entropyPort }),
    ...(logPort !== undefined && { logPort }),
    logLevel: logLevel ?? 'info',
    logFormat: gcs.get('log-format') === 'json' ? 'json' : 'text',
    speaksVersion4: /^(true|t|1)$/i.test(v4),
    problems,
  };
};
