/** A PCI device of the host that a VM is given. */
export interface HostDevice {
  /** Address on the host, as in `0000:40:00.0`. */
  readonly bdf: string;
  /** The class code as sysfs prints it, as in `0x030200`. */
  readonly pciClass: string;
  /** Whether its configuration space is that of PCI Express (more than 256 bytes). */
  readonly isPcie: boolean;
  /** Content of its `numa_node` file; undefined if there is none. */
  readonly numaNode: string | undefined;
}

/** Devices that can only be given together. Through an iommufd each device stands alone. */
export interface DeviceGroup {
  readonly id: string;
  readonly kind: 'legacy' | 'iommufd';
  /** Number of the group, or of the device's character device (`/dev/vfio/devices/vfio4`). */
  readonly number: number;
  readonly devices: readonly HostDevice[];
}

/** The host node of a device, or -1 where the host does not say. */
export const deviceNode = ({ numaNode = '' }: HostDevice): number =>
  /^[+-]?\d+$/.test(numaNode.trim()) ? Math.max(-1, Number(numaNode)) : -1;

/** The devices of a group that a VM gets: without the host and PCI bridges that a legacy group may contain. */
export const passedDevices = ({ kind, devices }: DeviceGroup): readonly HostDevice[] | undefined => {
  if (kind === 'iommufd') return devices;
  const classes = devices.map(({ pciClass }) => classCode(pciClass));
  if (classes.includes(undefined)) return undefined;
  return devices.filter((_, i) => !BRIDGES.includes((classes[i] ?? 0) >>> 8));
};

/** Host bridge, and PCI-to-PCI bridge. */
const BRIDGES = [0x0600, 0x0604];

const classCode = (text: string): number | undefined => {
  const trimmed = text.trim();
  return /^0x[0-9a-f]+$/i.test(trimmed) && Number(trimmed) <= 0xffff_ffff ? Number(trimmed) : undefined;
};

/** Host nodes near which devices are, ascending. A group with a class that cannot be read says nothing. */
export const deviceNodes = (groups: readonly DeviceGroup[]): number[] => {
  const nodes = groups.flatMap((group) => (passedDevices(group) ?? []).map(deviceNode));
  return Array.from(new Set(nodes.filter((node) => node >= 0))).sort((a, b) => a - b);
};
