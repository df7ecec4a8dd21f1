/** Where the shim writes its log. Other numbers may come from a newer containerd. */
export const DEBUG_TYPES = Object.freeze({ namedPipe: 0, file: 1, etw: 2 } as const);

/** How a container is isolated. Other numbers may come from a newer containerd. */
export const ISOLATIONS = Object.freeze({ process: 0, hypervisor: 1 } as const);

/** What containerd's configuration says about utility VMs. A value that was not set is zero, empty or false. */
export interface RuntimeOptions {
  readonly debug: boolean;
  /** One of `DEBUG_TYPES`, or another number. */
  readonly debugType: number;
  /** Registry key below which the shim keeps its state. */
  readonly registryRoot: string;
  readonly sandboxImage: string;
  /** As in `linux/amd64`. */
  readonly sandboxPlatform: string;
  /** One of `ISOLATIONS`, or another number. */
  readonly sandboxIsolation: number;
  readonly bootFilesRootPath: string;
  readonly vmProcessorCount: number;
  readonly vmMemorySizeInMb: number;
  readonly gpuVhdPath: string;
  readonly scaleCpuLimitsToSandbox: boolean;
  readonly defaultContainerScratchSizeInGb: number;
  readonly defaultVmScratchSizeInGb: number;
  readonly shareScratch: boolean;
  /** Where the network proxy listens. */
  readonly ncProxyAddr: string;
  readonly logLevel: string;
  readonly ioRetryTimeoutInSec: number;
  readonly defaultContainerAnnotations: ReadonlyMap<string, string>;
  readonly noInheritHostTimezone: boolean;
  /** Undefined if it was not set, which is not the same as false. */
  readonly scrubLogs: boolean | undefined;
  /** Fields that this version does not know, encoded as they came. */
  readonly unknownFields: Uint8Array;
}
