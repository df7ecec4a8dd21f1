export { createNativeHost } from './host/native-host.js';
export type { NativeHost, NativeHostOptions } from './host/native-host.js';
export type { LibraryName, LibraryPaths } from './calls/libraries.js';
export type { HandleCounts } from './operations/native-handle.js';
export {
  decodeAddress,
  encodeAddress,
  partitions,
  portOfServiceId,
  serviceIdOfPort,
} from './sockets/hyperv-address.js';
export type { HyperVAddress } from './sockets/hyperv-address.js';
