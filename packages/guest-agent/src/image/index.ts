export { bootFileNames, buildBootFiles } from './build-boot-files.js';
export type { BootFilesManifest, BootFileSources } from './build-boot-files.js';
export { guestLayout } from './layout.js';
