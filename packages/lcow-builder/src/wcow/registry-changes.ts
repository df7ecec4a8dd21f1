import type { RegistryChanges, RegistryValue } from '@uvmkit/hcs-schema';
import type { WcowOptions } from './wcow-options.js';

const flag = (hive: 'System' | 'Software', key: string, name: string, value: number): RegistryValue => ({
  Key: { Hive: hive, Name: key },
  Name: name,
  Type: 'DWord',
  DWordValue: value,
});

/** Keeps dumps of crashed processes in the guest, instead of reporting them. */
const keepDumps: readonly RegistryValue[] = [
  flag('System', 'ControlSet001\\Services\\WerSvc', 'Start', 2),
  flag('Software', 'Microsoft\\Windows\\Windows Error Reporting', 'Disabled', 1),
];

const compartmentNamespace = flag(
  'System',
  'CurrentControlSet\\Services\\gns',
  'EnableCompartmentNamespace',
  1,
);

/** What is changed in the guest's registry before it boots. */
export const registryChanges = (options: WcowOptions): RegistryChanges => {
  const values = [
    ...(options.processDumpLocation === '' ? [] : keepDumps),
    ...(options.disableCompartmentNamespace ? [] : [compartmentNamespace]),
    ...options.additionalRegistryKeys,
  ];
  return { AddValues: values.length === 0 ? undefined : values };
};
