import { open } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

const isNamed = async (file: string, name: string): Promise<boolean> => {
  try {
    return (await readFile(file, 'utf8')).trim() === name;
  } catch {
    return false;
  }
};

/** The device of the virtio-serial port with this name. Its number depends on the order of devices, its name does not. */
export const findVirtioPort = async (
  name: string,
  { ports, devices }: VirtioFolders = linuxFolders,
): Promise<string | undefined> => {
  const found = await readdir(ports).catch(() => []);
  for (const port of found) if (await isNamed(join(ports, port, 'name'), name)) return join(devices, port);
  return undefined;
};

const openFile = promisify(open);

/** Opens a virtio-serial port as soon as it is there and nobody else has it open. Waits without a deadline. */
export const openVirtioPort = (
  name: string,
  clock: GuestClock,
  options: WaitOptions = {},
  folders: VirtioFolders = linuxFolders,
): Promise<Duplex> =>
  waitFor(`the virtio-serial port ${name}`, options, async (signal) => {
    for (;;) {
      const device = await findVirtioPort(name, folders);
      const descriptor = device && (await openFile(device, 'r+').catch(() => undefined));
      if (descriptor !== undefined && descriptor !== '') return new DeviceStream(descriptor);
      await clock.sleep(pollMs, signal);
    }
  });
