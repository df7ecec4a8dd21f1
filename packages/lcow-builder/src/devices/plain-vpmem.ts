import type { Integer64 } from '@uvmkit/hcs-schema';
import { errors } from '../errors.js';
import { messageOf, type DeviceChange } from './device-change.js';
import type { VpmemSettings } from './vpmem-devices.js';
import { wholeDeviceRequest } from './vpmem-requests.js';

/** A device that holds one file. */
export interface PlainDevice {
  readonly device: number;
  readonly hostPath: string;
  readonly guestPath: string;
  /** How often it is attached. */
  readonly uses: number;
}

/** One file a device, at the lowest free number. */
export class PlainVpmem {
  readonly #settings: VpmemSettings;
  readonly #devices = new Map<number, PlainDevice>();

  constructor(settings: VpmemSettings) {
    this.#settings = settings;
    if (settings.root) this.#devices.set(0, { device: 0, ...rootFile(settings.root), uses: 1 });
  }

  *attach(hostPath: string, fileSize: () => Integer64): DeviceChange<string> {
    const present = this.#find(hostPath);
    if (present !== undefined) {
      this.#devices.set(present.device, { ...present, uses: present.uses + 1 });
      return present.guestPath;
    }
    this.#checkSize(hostPath, fileSize());
    const device = this.#freeNumber();
    const guestPath = `/run/layers/p${device}`;
    try {
      yield wholeDeviceRequest('Add', device, guestPath, hostPath);
    } catch (cause) {
      const reference = `uvm::addVPMemDefault: failed to modify utility VM configuration: ${messageOf(cause)}`;
      throw errors.UVM_DEVICE_REQUEST(`Attaching ${hostPath}.`, { hostPath, reference }, { cause });
    }
    this.#devices.set(device, { device, hostPath, guestPath, uses: 1 });
    return guestPath;
  }

  *detach(hostPath: string): DeviceChange<void> {
    const present = this.#find(hostPath);
    if (present === undefined)
      throw errors.UVM_DEVICE_NOT_ATTACHED(hostPath, { hostPath, reference: 'not attached' });
    const { device, guestPath, uses } = present;
    if (uses > 1) {
      this.#devices.set(device, { ...present, uses: uses - 1 });
      return;
    }
    try {
      yield wholeDeviceRequest('Remove', device, guestPath, hostPath);
    } catch (cause) {
      const reference = `failed to remove VPMEM ${hostPath} from utility VM ${this.#settings.id}: ${messageOf(cause)}`;
      throw errors.UVM_DEVICE_REQUEST(`Detaching ${hostPath}.`, { hostPath, reference }, { cause });
    }
    this.#devices.delete(device);
  }

  contents(): readonly PlainDevice[] {
    return [...this.#devices.values()].sort((one, other) => one.device - other.device);
  }

  #find(hostPath: string): PlainDevice | undefined {
    for (const device of this.#devices.values()) if (device.hostPath === hostPath) return device;
    return undefined;
  }

  #checkSize(hostPath: string, bytes: Integer64): void {
    const { vpmemMaxSizeBytes } = this.#settings;
    if (bytes <= vpmemMaxSizeBytes) return;
    throw errors.UVM_DEVICE_INVALID(`${hostPath} has ${bytes} bytes, a device ${vpmemMaxSizeBytes}.`, {
      hostPath,
      bytes,
      reference: 'layer size is to large for VPMEM max size',
    });
  }

  #freeNumber(): number {
    for (let device = 0; device < this.#settings.vpmemMaxCount; device += 1) {
      if (!this.#devices.has(device)) return device;
    }
    throw errors.UVM_DEVICE_NO_PLACE('All VPMem devices are in use.', { reference: 'no available location' });
  }
}

const rootFile = ({ hostPath, guestPath }: NonNullable<VpmemSettings['root']>) => ({ hostPath, guestPath });
