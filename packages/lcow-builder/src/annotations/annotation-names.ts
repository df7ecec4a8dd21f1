/** What annotations of virtual machines and of containers begin with. */
export const VM = 'io.microsoft.virtualmachine.';
export const CONTAINER = 'io.microsoft.container.';

/** Annotations whose names end in the GUID of a Hyper-V socket service, their text being its settings as JSON. */
export const SERVICE_TABLE = `${VM}hv-socket.service-table.`;

/** Names that exist but say nothing about the options of a Linux utility VM: they are left to whom they are for. */
export const otherKnownNames: ReadonlySet<string> = new Set([
  ...[
    'gpu.capabilities',
    'lcow.tee-log-dir-mount',
    'lcow.tee-log-path',
    'memory.sizeinmb',
    'processor.count',
    'processor.limit',
    'processor.weight',
    'storage.qos.bandwidthmaximum',
    'storage.qos.iopsmaximum',
    'wcow.deviceextensions',
    'wcow.gmsa.disable',
  ].map((name) => CONTAINER + name),
  ...[
    'disablecompartmentnamespace',
    'forwardlogs.defaultsources.enable',
    'forwardlogs.enable',
    'forwardlogs.sources',
    'kerneldrivers',
    'lcow.amd-certificate',
    'lcow.hostnetwork',
    'lcow.privileged',
    'lcow.securitypolicy.env',
    'wcow.additional-reg-keys',
    'wcow.amd-certificate',
    'wcow.enforcer',
    'wcow.gueststatefile',
    'wcow.isolation_type',
    'wcow.no_secure_boot',
    'wcow.securitypolicy',
    'wcow.securitypolicy.env',
    'wcow.timezone.noinherit',
    'wcow.uvm-reference-info-file',
    'wcow.virtualSMB.nodirectmap',
    'wcow.writable_efi',
  ].map((name) => VM + name),
]);
