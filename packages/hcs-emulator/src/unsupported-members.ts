import type { Devices, VirtualMachine } from '@uvmkit/hcs-schema';
import type { DocumentProblem } from './machine-plan.js';

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.values(value).every(isEmpty));

/** Empty controllers are fine; anything that the guest would look for and not find is not. */
const unsupportedDevices: readonly (keyof Devices)[] = [
  'ComPorts',
  'NetworkAdapters',
  'SharedMemory',
  'VirtualPci',
  'VirtualSmb',
  'FlexibleIov',
  'Battery',
];

const unsupportedParts: readonly (keyof VirtualMachine)[] = [
  'GuestState',
  'RestoreState',
  'SecuritySettings',
  'GuestConnection',
  'StorageQoS',
];

/** Members that this host would have to ignore. Refusing them is better than booting something else than was asked for. */
export const unsupportedMembers = (machine: VirtualMachine): readonly DocumentProblem[] => {
  const devices = machine.Devices ?? {};
  const paths = [
    ...unsupportedParts.filter((part) => !isEmpty(machine[part])),
    ...unsupportedDevices.filter((device) => !isEmpty(devices[device])).map((device) => `Devices.${device}`),
    ...Object.entries(devices.Scsi ?? {})
      .filter(([, controller]) => !isEmpty(controller.Attachments))
      .map(([name]) => `Devices.Scsi[${JSON.stringify(name)}].Attachments`),
    ...(isEmpty(devices.VirtualPMem?.Devices) ? [] : ['Devices.VirtualPMem.Devices']),
    ...(isEmpty(devices.Plan9?.Shares) ? [] : ['Devices.Plan9.Shares']),
    ...(isEmpty(machine.ComputeTopology?.Numa) ? [] : ['ComputeTopology.Numa']),
  ];
  return paths.map((path) => ({ path: `VirtualMachine.${path}`, message: 'is not supported by this host' }));
};
