import type { Integer64 } from '@uvmkit/hcs-schema';
import { errors } from '../errors.js';
import { messageOf, type DeviceChange } from './device-change.js';
import { pageAlign, VPMEM_DEVICE_BYTES } from './region-class.js';
import type { VpmemSettings } from './vpmem-devices.js';
import { VpmemPool, type Region } from './vpmem-pool.js';
import { mappingRequest, type VpmemMapping } from './vpmem-requests.js';

/** One file on a device that holds many. */
export interface PackedFile extends VpmemMapping {
  readonly hostPath: string;
  /** How often it is attached. */
  readonly uses: number;
  readonly regionBytes: number;
}

/** A device that holds many files. */
export interface PackedDevice {
  readonly device: number;
  /** Files that may be on it. */
  readonly maxMappings: number;
  readonly maxBytes: number;
  readonly mappings: readonly PackedFile[];
}

interface Entry {
  readonly region: Region;
  readonly file: PackedFile;
}

interface Device {
  readonly number: number;
  readonly maxMappings: number;
  readonly pool: VpmemPool;
  readonly entries: Map<string, Entry>;
}

const MAX_MAPPINGS = 1024;

/** Many files a device, each on the first device that has room; device 0 may be the root file system's alone. */
export class PackedVpmem {
  readonly #settings: VpmemSettings;
  readonly #devices = new Map<number, Device>();

  constructor(settings: VpmemSettings) {
    this.#settings = settings;
    if (settings.root?.packed) {
      const { hostPath, guestPath, packed } = settings.root;
      const device = this.#device(0, 1);
      const region = device.pool.allocate(packed.sizeInBytes);
      record(device, region, hostPath, guestPath, packed.sizeInBytes);
    }
  }

  *attach(hostPath: string, fileSize: () => Integer64): DeviceChange<string> {
    const present = this.#find(hostPath);
    if (present !== undefined) {
      setUses(present, present.entry.file.uses + 1);
      return present.entry.file.guestPath;
    }
    const sizeInBytes = pageAlign(fileSize());
    const { device, region } = this.#place(sizeInBytes);
    const guestPath = `/run/layers/p${device.number}-${region.offset}-${sizeInBytes}`;
    try {
      yield mappingRequest(
        'Add',
        { device: device.number, guestPath, offset: region.offset, sizeInBytes },
        hostPath,
      );
    } catch (cause) {
      device.pool.release(region);
      const reference = `uvm::addVPMemMappedDevice: failed to modify utility VM configuration: ${messageOf(cause)}`;
      throw errors.UVM_DEVICE_REQUEST(`Attaching ${hostPath}.`, { hostPath, reference }, { cause });
    }
    record(device, region, hostPath, guestPath, sizeInBytes);
    return guestPath;
  }

  *detach(hostPath: string): DeviceChange<void> {
    const present = this.#find(hostPath);
    if (present === undefined)
      throw errors.UVM_DEVICE_NOT_ATTACHED(hostPath, { hostPath, reference: 'not attached' });
    const { device, entry } = present;
    if (entry.file.uses > 1) {
      setUses(present, entry.file.uses - 1);
      return;
    }
    try {
      yield mappingRequest('Remove', entry.file, hostPath);
    } catch (cause) {
      const reference = `failed to remove packed VPMem ${hostPath} from UVM ${this.#settings.id}: ${messageOf(cause)}`;
      throw errors.UVM_DEVICE_REQUEST(`Detaching ${hostPath}.`, { hostPath, reference }, { cause });
    }
    device.pool.release(entry.region);
    device.entries.delete(hostPath);
    if (device.entries.size === 0) this.#devices.delete(device.number);
  }

  contents(): readonly PackedDevice[] {
    return [...this.#devices.values()]
      .sort((one, other) => one.number - other.number)
      .map(({ number, maxMappings, entries }) => ({
        device: number,
        maxMappings,
        maxBytes: VPMEM_DEVICE_BYTES,
        mappings: [...entries.values()].map(({ file }) => file),
      }));
  }

  #find(hostPath: string): { readonly device: Device; readonly entry: Entry } | undefined {
    for (const device of this.#devices.values()) {
      const entry = device.entries.get(hostPath);
      if (entry !== undefined) return { device, entry };
    }
    return undefined;
  }

  /** The first device that takes the file. Each one looked at exists from then on. */
  #place(sizeInBytes: Integer64): { readonly device: Device; readonly region: Region } {
    for (let number = 0; number < this.#settings.vpmemMaxCount; number += 1) {
      const device = this.#device(number, MAX_MAPPINGS);
      const region = device.entries.size < device.maxMappings ? roomFor(device.pool, sizeInBytes) : undefined;
      if (region !== undefined) return { device, region };
    }
    throw errors.UVM_DEVICE_NO_PLACE(`No VPMem device has ${sizeInBytes} bytes in one piece.`, {
      reference: 'no available location',
    });
  }

  #device(number: number, maxMappings: number): Device {
    const known = this.#devices.get(number);
    if (known !== undefined) return known;
    const made: Device = { number, maxMappings, pool: new VpmemPool(), entries: new Map() };
    this.#devices.set(number, made);
    return made;
  }
}

const roomFor = (pool: VpmemPool, bytes: Integer64): Region | undefined => {
  try {
    return pool.allocate(bytes);
  } catch {
    return undefined;
  }
};

const record = (
  device: Device,
  region: Region,
  hostPath: string,
  guestPath: string,
  sizeInBytes: Integer64,
): void => {
  const file = {
    device: device.number,
    hostPath,
    guestPath,
    offset: region.offset,
    sizeInBytes,
    uses: 1,
    regionBytes: region.bytes,
  };
  device.entries.set(hostPath, { region, file });
};

const setUses = (
  { device, entry }: { readonly device: Device; readonly entry: Entry },
  uses: number,
): void => {
  device.entries.set(entry.file.hostPath, { ...entry, file: { ...entry.file, uses } });
};
