import type { Integer64 } from '@uvmkit/hcs-schema';
import type { DeviceRequest } from './device-change.js';

/** A file that the guest sees as a part of a VPMem device. */
export interface VpmemMapping {
  readonly device: number;
  readonly guestPath: string;
  readonly offset: number;
  readonly sizeInBytes: Integer64;
}

const DEVICES = 'VirtualMachine/Devices/VirtualPMem/Devices';

/** A request for a whole device. The guest counts devices from 0 and is not told that number. */
export const wholeDeviceRequest = (
  type: 'Add' | 'Remove',
  device: number,
  guestPath: string,
  hostPath: string,
): DeviceRequest => ({
  to: 'host',
  request: {
    ResourcePath: `${DEVICES}/${device}`,
    RequestType: type,
    Settings: type === 'Add' ? { HostPath: hostPath, ReadOnly: true, ImageFormat: 'Vhd1' } : undefined,
    GuestRequest: guestRequest(type, {
      DeviceNumber: device === 0 ? undefined : device,
      MountPath: guestPath,
    }),
  },
});

/** A request for one mapping on a device. An offset of 0 is left out. */
export const mappingRequest = (
  type: 'Add' | 'Remove',
  mapping: VpmemMapping,
  hostPath: string,
): DeviceRequest => {
  const { device, guestPath, offset, sizeInBytes } = mapping;
  return {
    to: 'host',
    request: {
      ResourcePath: `${DEVICES}/${device}/Mappings/${offset}`,
      RequestType: type,
      Settings: type === 'Add' ? { HostPath: hostPath, ImageFormat: 'Vhd1' } : undefined,
      GuestRequest: guestRequest(type, {
        DeviceNumber: device === 0 ? undefined : device,
        MountPath: guestPath,
        MappingInfo: {
          DeviceOffsetInBytes: offset === 0 ? undefined : offset,
          DeviceSizeInBytes: sizeInBytes,
        },
      }),
    },
  };
};

const guestRequest = (type: 'Add' | 'Remove', settings: object) => ({
  RequestType: type,
  ResourceType: 'VPMemDevice',
  Settings: settings,
});
