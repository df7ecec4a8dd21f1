import type { GuestClock } from '@uvmkit/guest-agent';

/** Where a command writes. Waits until the host takes it. */
export interface CommandOutput {
  write(data: string | Uint8Array): Promise<void>;
}

/** The simulated machine, as its programs see it. */
export interface CommandMachine {
  readonly hostname: string;
  readonly kernelRelease: string;
  /** Ends a process as by a signal; false when there is none. */
  kill(pid: number): boolean;
}

/** What a command gets. */
export interface CommandContext {
  /** Program first. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: CommandOutput;
  readonly stderr: CommandOutput;
  readonly clock: GuestClock;
  readonly machine: CommandMachine;
  /** Fires when the process is killed or its VM ends. */
  readonly signal: AbortSignal;
  /** Runs another command in this one's place: with its streams, under its process id. */
  run(args: readonly string[]): Promise<number>;
}

/** A program of the simulated guest: gives its exit status, 0 to 255. */
export type Command = (context: CommandContext) => number | Promise<number>;

/** Programs by name. */
export type Commands = Readonly<Record<string, Command>>;
