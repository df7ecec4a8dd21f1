export { defaultLcowOptions } from './options/default-lcow-options.js';
export { updateBootFilesPath } from './options/boot-files.js';
export type { AssignedDevice, LcowOptions, RootFsType } from './options/lcow-options.js';
export type { ConfidentialOptions, UvmOptions } from './options/uvm-options.js';

export { verifyLcowOptions } from './verify/verify-lcow-options.js';
export type { VerifyOptions } from './verify/verify-lcow-options.js';
export type { Compat, Problem } from './problems/problem.js';

export { buildLcowDocument } from './document/build-lcow-document.js';
export type { BuildOptions, Built, LcowBookkeeping } from './document/build-lcow-document.js';
export type { AssignedDeviceEntry } from './document/assigned-devices.js';
export { SCSI_CONTROLLERS } from './document/scsi-controllers.js';
export type { ScsiSlot } from './document/scsi-controllers.js';
export type { RootVpmem } from './document/root-vpmem.js';
export { vmSettings } from './document/vm-settings.js';
export type { VmSettings } from './document/vm-settings.js';

export { virtualNumaOf } from './document/virtual-numa.js';
export type { VirtualNuma, VirtualNumaResult } from './document/virtual-numa.js';
export { prepareLcow } from './prepare-lcow.js';
export type { PreparedLcow } from './prepare-lcow.js';
export { buildConfidentialLcowDocument } from './confidential/build-confidential-lcow-document.js';
export type { ConfidentialBookkeeping } from './confidential/build-confidential-lcow-document.js';
export type { ConfidentialFiles } from './confidential/copy-boot-files.js';
export { vsockServiceId } from './confidential/service-table.js';

export type { BuilderHost, HostArchitecture, HostLogLevel } from './host/builder-host.js';
export type { HostFiles, PreparingHost } from './host/host-files.js';
export { memoryHost } from './host/memory-host.js';
export type { Grant, MemoryHost, MemoryHostOptions } from './host/memory-host.js';
export type { PathRules } from './host/path-rules.js';
export { posixPaths } from './host/posix-paths.js';
export { windowsPaths } from './host/windows-paths.js';

export { perform } from './devices/device-change.js';
export type { DeviceChange, DeviceRequest } from './devices/device-change.js';
export { VpmemDevices } from './devices/vpmem-devices.js';
export type { VpmemSettings } from './devices/vpmem-devices.js';
export type { PlainDevice } from './devices/plain-vpmem.js';
export type { PackedDevice, PackedFile } from './devices/packed-vpmem.js';
export type { VpmemMapping } from './devices/vpmem-requests.js';
export { VpmemPool } from './devices/vpmem-pool.js';
export type { PoolClass, Region } from './devices/vpmem-pool.js';
export { pageAlign, regionBytes, regionClass } from './devices/region-class.js';
export { LUNS_PER_CONTROLLER, ScsiDisks } from './devices/scsi-disks.js';
export type { AttachedDisk, DiskMount, ScsiSettings } from './devices/scsi-disks.js';
export type { ScsiDisk } from './devices/scsi-disk.js';
export type { MountSettings } from './devices/scsi-mounts.js';
export { Plan9Shares } from './devices/plan9-shares.js';
export type { Plan9Folder, Plan9Settings, Plan9ShareHandle } from './devices/plan9-shares.js';
export { VsmbShares } from './devices/vsmb-shares.js';
export type { VsmbSettings, VsmbShare } from './devices/vsmb-shares.js';

export { defaultWcowOptions } from './wcow/wcow-options.js';
export type { BlockCimBootFiles, VmbFsBootFiles, WcowOptions } from './wcow/wcow-options.js';
export { confidentialBootFiles } from './wcow/confidential-boot-files.js';
export { verifyWcowOptions } from './wcow/verify-wcow-options.js';
export { buildWcowDocument } from './wcow/build-wcow-document.js';
export type { WcowBookkeeping } from './wcow/build-wcow-document.js';
export { buildConfidentialWcowDocument } from './wcow/build-confidential-wcow-document.js';
export { prepareWcow } from './prepare-wcow.js';

export { lcowOptionsFromAnnotations } from './annotations/lcow-options-from-annotations.js';
export { wcowOptionsFromAnnotations } from './annotations/wcow-options-from-annotations.js';
export type { AnnotationOptions, FromAnnotations } from './annotations/from-annotations.js';
export type { ImpliedChange } from './annotations/draft.js';
export type { Annotations } from './annotations/annotation-values.js';
export { verifyCloneOptions } from './clones/verify-clone-options.js';
export type { CloneOptions, TemplateConfig } from './clones/verify-clone-options.js';
export { explain } from './explain/explain.js';
export type { Explanation } from './explain/explanation.js';
