import { deviceNode, passedDevices, type DeviceGroup, type HostDevice } from './device-nodes.js';
import { guestNodeByHostNode, isBound, type GuestNode } from './guest-node.js';

/** A PCI Express expander bridge that belongs to one guest node, with a root port for each device near it. */
export interface Expander {
  readonly hostNode: number;
  readonly guestNode: number;
  readonly id: string;
  readonly busNumber: number;
  readonly ports: readonly { readonly id: string; readonly chassis: number; readonly slot: number }[];
}

/** Where a device is plugged. */
export interface Attachment {
  readonly device: HostDevice;
  readonly id: string;
  /** The host node, -1 for unknown. */
  readonly hostNode: number;
  /** The port; empty for a device that is not PCI Express. */
  readonly bus: string;
}

export interface PciePlacement {
  readonly expanders: readonly Expander[];
  readonly attachments: readonly Attachment[];
}

/** QEMU cuts longer ids. */
const MAX_ID = 31;

/**
 * Places PCI Express devices on guest nodes: one expander for each host node that has any and stands behind a guest node.
 * Devices elsewhere are told a port of the root complex (`rp0`, `rp1`, …).
 */
export const placePcieDevices = (
  nodes: readonly GuestNode[],
  groups: readonly DeviceGroup[],
): PciePlacement => {
  const guests = isBound(nodes) ? guestNodeByHostNode(nodes) : new Map<number, number>();
  const devices = groups.flatMap((group) =>
    (passedDevices(group) ?? []).map((device, i) => ({
      device,
      id: `vfio-${group.id}${group.kind === 'iommufd' ? group.number : i}`.slice(0, MAX_ID),
      hostNode: deviceNode(device),
    })),
  );
  const hostNodes = new Set(devices.filter(({ device }) => device.isPcie).map(({ hostNode }) => hostNode));
  const expanders = Array.from(hostNodes)
    .filter((host) => guests.has(host))
    .sort((a, b) => a - b)
    .map((host) =>
      expander(
        host,
        guests.get(host) ?? 0,
        devices.filter((one) => one.device.isPcie && one.hostNode === host).length,
      ),
    );
  const byHost = new Map(expanders.map((one) => [one.hostNode, one]));

  const used = new Map<number, number>();
  let plugged = 0;
  return {
    expanders,
    attachments: devices.map((one) => {
      if (!one.device.isPcie) return { ...one, bus: '' };
      const index = used.get(one.hostNode) ?? 0;
      used.set(one.hostNode, index + 1);
      const ports = byHost.get(one.hostNode)?.ports;
      const bus = ports?.[index % ports.length]?.id ?? `rp${plugged}`;
      plugged++;
      return { ...one, bus };
    }),
  };
};

const expander = (hostNode: number, guestNode: number, devices: number): Expander => ({
  hostNode,
  guestNode,
  id: `pxb-numa${guestNode}`,
  busNumber: (0x20 * (guestNode + 1)) & 0xff,
  ports: Array.from({ length: devices }, (_, slot) => ({
    id: `rp-numa${guestNode}-${slot}`,
    chassis: 10 + guestNode,
    slot,
  })),
});

/** QEMU's arguments for one expander and its ports. */
export const expanderArguments = ({ id, busNumber, guestNode, ports }: Expander): string[] => [
  '-device',
  `pxb-pcie,id=${id},bus=pcie.0,bus_nr=${busNumber},numa_node=${guestNode}`,
  ...ports.flatMap((port) => [
    '-device',
    `pcie-root-port,id=${port.id},bus=${id},chassis=${port.chassis},slot=${port.slot},multifunction=off`,
  ]),
];

/** QEMU's arguments for ports of the root complex. */
export const rootPortArguments = (ports: number): string[] =>
  Array.from({ length: ports }, (_, i) => [
    '-device',
    `pcie-root-port,id=rp${i},bus=pcie.0,chassis=0,slot=${i},multifunction=off`,
  ]).flat();
