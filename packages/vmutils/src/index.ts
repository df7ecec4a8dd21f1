export { defineErrors, describedErrors, UvmError } from './uvm-error.js';
export type { ErrorCatalogue, ErrorData, ErrorDescription } from './uvm-error.js';
export { silentLogger } from './logger.js';
export type { Logger } from './logger.js';
export { waitFor } from './wait.js';
export type { WaitOptions } from './wait.js';
export { bytes, mib, mibToBytes, port } from './units.js';
export type { Bytes, MiB, Port } from './units.js';
export type { GuestListener, GuestSockets } from './guest-sockets.js';
