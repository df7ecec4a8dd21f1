import type { PathRules } from './path-rules.js';

export type HostArchitecture = 'amd64' | 'arm64';

/** The levels of the host's log, which the guest agent takes over. */
export type HostLogLevel = 'panic' | 'fatal' | 'error' | 'warning' | 'info' | 'debug' | 'trace';

/** Everything that building a document asks of the host. Calls are synchronous: each document makes a few of them. */
export interface BuilderHost {
  /** The Windows build, for example 20348; an engine without Windows says what it can stand in for. */
  readonly osBuild: number;
  readonly architecture: HostArchitecture;
  readonly paths: PathRules;
  readonly currentDirectory: string;
  /** The path of the running program: its name is the default owner, its folder the first place for boot files. */
  readonly programPath: string;
  /** Where boot files are installed for all programs, below which `Linux Containers` is looked for. */
  readonly programFilesPath: string;
  /** Processors that this program may use. */
  readonly availableProcessors: number;
  readonly logLevel: HostLogLevel;
  /** Whether the guest shall keep secrets out of its log. */
  readonly scrubLogs: boolean;
  /** Logical processors of the machine. May throw; the message becomes part of a problem. */
  logicalProcessorCount(): number;
  /** Whether a file or folder of that name exists. */
  exists(path: string): boolean;
  /** Bytes of the file; `undefined` when there is none. */
  fileSize(path: string): number | bigint | undefined;
  /** A new random GUID, lower case without braces. */
  newGuid(): string;
}
