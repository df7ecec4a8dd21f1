import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { waitFor, type WaitOptions } from '@uvmkit/vmutils';
import type { GuestClock } from '../clock.js';
import { DeviceStream } from './device-stream.js';

/** How often a port that is not there yet, or still busy, is looked for. */
export const pollMs = 50;

/** Where the kernel shows its virtio-serial ports, and where their devices are. */
export interface VirtioFolders {
  readonly ports: string;
  readonly devices: string;
}

const linuxFolders: VirtioFolders = { ports: '/sys/class/virtio-ports', devices: '/dev' };

const readName = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
};

/** The device of the virtio-serial port with this name. Its number depends on the order of devices, its name does not. */
export const findVirtioPort = (
  name: string,
  { ports, devices }: VirtioFolders = linuxFolders,
): string | undefined => {
  const found = existsSync(ports) ? readdirSync(ports) : [];
  const port = found.find((candidate) => readName(join(ports, candidate, 'name')) === name);
  return port && join(devices, port);
};

/** The descriptor, or undefined when the device is not there yet or somebody has it open. */
const tryOpen = (device: string): number | undefined => {
  try {
    return openSync(device, 'r+');
  } catch {
    return undefined;
  }
};

/** Opens a virtio-serial port as soon as it is there and nobody else has it open. Waits without a deadline. */
export const openVirtioPort = (
  name: string,
  clock: GuestClock,
  options: WaitOptions = {},
  folders: VirtioFolders = linuxFolders,
): Promise<Duplex> =>
  waitFor(`the virtio-serial port ${name}`, options, async (signal) => {
    for (;;) {
      const device = findVirtioPort(name, folders);
      const descriptor = device === undefined ? undefined : tryOpen(device);
      if (descriptor !== undefined) return new DeviceStream(descriptor);
      await clock.sleep(pollMs, signal);
    }
  });
