/** What annotations of virtual machines and of containers begin with. */
export const VM = 'io.microsoft.virtualmachine.';
export const CONTAINER = 'io.microsoft.container.';

/** Annotations whose names end in the GUID of a Hyper-V socket service, their text being its settings as JSON. */
export const SERVICE_TABLE = `${VM}hv-socket.service-table.`;

/** Values for the registry of a Windows guest, as a JSON list. */
export const REGISTRY_VALUES = `${VM}wcow.additional-reg-keys`;

/** Operating systems of pods, as people call them. */
export type PodSystem = 'Linux' | 'Windows';

const below = (prefix: string, names: readonly string[]): readonly string[] =>
  names.map((name) => prefix + name);

/** Names that exist but say nothing about the options of a utility VM: they are left to whom they are for. */
export const namesForOthers: Readonly<Record<PodSystem | 'both', readonly string[]>> = {
  both: [
    ...below(CONTAINER, [
      'gpu.capabilities',
      'memory.sizeinmb',
      'processor.count',
      'processor.limit',
      'processor.weight',
      'storage.qos.bandwidthmaximum',
      'storage.qos.iopsmaximum',
    ]),
    `${VM}kerneldrivers`,
  ],
  Linux: [
    ...below(CONTAINER, ['lcow.tee-log-dir-mount', 'lcow.tee-log-path']),
    ...below(VM, ['lcow.amd-certificate', 'lcow.hostnetwork', 'lcow.privileged', 'lcow.securitypolicy.env']),
  ],
  Windows: [
    ...below(CONTAINER, ['wcow.deviceextensions', 'wcow.gmsa.disable', 'wcow.test-registry-annotation']),
    ...below(VM, ['wcow.amd-certificate', 'wcow.securitypolicy.env']),
  ],
};
