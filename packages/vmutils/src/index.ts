export { defineErrors, describedErrors, UvmError } from './uvm-error.js';
export type { ErrorCatalogue, ErrorData, ErrorDescription } from './uvm-error.js';
export { silentLogger } from './logger.js';
export type { Logger } from './logger.js';
export { waitFor } from './wait.js';
export type { WaitOptions } from './wait.js';
export { bytes, mib, mibToBytes, port } from './units.js';
export type { Bytes, MiB, Port } from './units.js';
export type { GuestListener, GuestSockets } from './guest-sockets.js';
export type { GuestConsole } from './guest-console.js';
export { OS_BUILDS, packOsVersion, unpackOsVersion } from './os-builds.js';
export type { OsBuild, OsVersion } from './os-builds.js';
export {
  ANY_NUMA_NODE,
  BOOT_FILES,
  DEFAULT_VPMEM_DEVICES,
  DEFAULT_VPMEM_SIZE,
  INSTALLED_BOOT_FOLDER,
  LINUX_ENTROPY_PORT,
  LINUX_ENTROPY_SIZE,
  LINUX_LOG_PORT,
  LOCAL_BOOT_FOLDER,
  LOG_FIELDS,
  logForwarderCommand,
  MAX_NUMA_NODES,
  MAX_VPMEM_DEVICES,
  PLAN9_PORT,
  VM_ACCOUNT_DOMAIN,
  VM_MEMORY_PROCESS,
} from './constants.js';
export { normalizeMemorySize } from './memory-size.js';
export type { NormalizeOptions } from './memory-size.js';
export { defaultProcessorCount, normalizeProcessorCount } from './processor-count.js';
export { defaultBootFilesPath } from './boot-files-path.js';
export type { BootFilesHost } from './boot-files-path.js';
export { windowsPath } from './windows-path.js';
export type { WindowsPath } from './windows-path.js';
export { sameFolded } from './fold-case.js';
export { parseReferenceInfo } from './reference-info.js';
export type { ReferenceInfoOptions } from './reference-info.js';
export { isVmNotAvailable } from './vm-not-available.js';
export { securityPolicyDigest } from './policy-digest.js';
export { unmarshalRuntimeOptions } from './runtime-options/unmarshal-runtime-options.js';
export type { AnyMessage, RuntimeOptionsProblem } from './runtime-options/unmarshal-runtime-options.js';
export { DEBUG_TYPES, ISOLATIONS } from './runtime-options/runtime-options.js';
export type { RuntimeOptions } from './runtime-options/runtime-options.js';
