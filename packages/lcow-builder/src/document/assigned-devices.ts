import type { VirtualPciDevice } from '@uvmkit/hcs-schema';
import type { BuilderHost } from '../host/builder-host.js';
import type { AssignedDevice, LcowOptions } from '../options/lcow-options.js';
import { osBuilds } from '../options/os-builds.js';
import type { Problem } from '../problems/problem.js';

/** A device with the GUID that names it on the VM's bus. */
export interface AssignedDeviceEntry extends AssignedDevice {
  readonly vmbusGuid: string;
}

export const checkAssignedDevices = ({ assignedDevices }: LcowOptions): readonly Problem[] => {
  if (assignedDevices.length < 2) return [];
  const seen = new Set<string>();
  return assignedDevices.flatMap((device, index) => {
    const { deviceInstanceId, virtualFunctionIndex } = device;
    const key = `${virtualFunctionIndex} ${deviceInstanceId}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return {
      path: `assignedDevices[${index}]`,
      rule: 'device-once',
      value: device,
      message: `Function ${virtualFunctionIndex} of device ${deviceInstanceId} is listed before.`,
      remedy: 'Give each function of a device once.',
      reference: `device ${deviceInstanceId} with index ${virtualFunctionIndex} is specified multiple times`,
    };
  });
};

export const assignDevices = (
  { assignedDevices }: LcowOptions,
  host: BuilderHost,
): readonly AssignedDeviceEntry[] =>
  assignedDevices.map((device) => ({ ...device, vmbusGuid: host.newGuid() }));

/** The devices by the GUIDs of the VM's bus. They follow their host's NUMA node when the VM has nodes. */
export const virtualPci = (
  devices: readonly AssignedDeviceEntry[],
  host: BuilderHost,
  hasVirtualNuma: boolean,
): Readonly<Record<string, VirtualPciDevice>> | undefined => {
  if (devices.length === 0) return undefined;
  const followsNode = hasVirtualNuma && host.osBuild >= osBuilds.virtualNuma ? true : undefined;
  return Object.fromEntries(
    devices.map(({ vmbusGuid, deviceInstanceId, virtualFunctionIndex }) => [
      vmbusGuid,
      {
        Functions: [
          {
            DeviceInstancePath: deviceInstanceId === '' ? undefined : deviceInstanceId,
            VirtualFunction: virtualFunctionIndex === 0 ? undefined : virtualFunctionIndex,
          },
        ],
        PropagateNumaAffinity: followsNode,
      },
    ]),
  );
};
