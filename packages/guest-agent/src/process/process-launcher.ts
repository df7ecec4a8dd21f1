import type { Duplex } from 'node:stream';

/** A process to start, with its connections to the host already made. */
export interface LaunchRequest {
  /** The arguments, program first; never empty. */
  readonly args: readonly string[];
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Bytes for the process; the launcher ends it when the process is gone. */
  readonly stdin?: Duplex;
  /** Bytes of the process; the launcher ends it when nobody holds the process's end any more. */
  readonly stdout?: Duplex;
  readonly stderr?: Duplex;
}

export interface LaunchedProcess {
  readonly pid: number;
  /** Resolves with the status when the process itself is gone, whoever still holds its streams. Never rejects. */
  readonly exited: Promise<number>;
}

/** What starts processes: the kernel of a VM, or the script of a simulator. */
export interface ProcessLauncher {
  /** Rejects when the process cannot be started; the connections are then the caller's to end. */
  launch(request: LaunchRequest): Promise<LaunchedProcess>;
}
