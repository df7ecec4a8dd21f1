import type { Attachment } from '@uvmkit/hcs-schema';
import { SCSI_CONTROLLERS, type ScsiSlot } from '../document/scsi-controllers.js';
import { errors } from '../errors.js';
import { messageOf, type DeviceChange, type DeviceRequest } from './device-change.js';
import type { ScsiSettings } from './scsi-disks.js';

interface Entry {
  readonly slot: ScsiSlot;
  readonly attachment: Attachment;
  uses: number;
}

/** What is on the SCSI controllers: equal disks share a place, others get the lowest free one. */
export class ScsiAttachments {
  readonly #settings: ScsiSettings;
  readonly #entries = new Map<number, Entry>();
  readonly #reserved: ReadonlySet<number>;

  constructor(settings: ScsiSettings) {
    this.#settings = settings;
    this.#reserved = new Set(settings.reservedSlots.map((slot) => this.#key(slot)));
  }

  *attach(attachment: Attachment): DeviceChange<ScsiSlot> {
    for (const entry of this.#entries.values()) {
      if (!isSameDisk(entry.attachment, attachment)) continue;
      entry.uses += 1;
      return entry.slot;
    }
    const slot = this.#freeSlot();
    const entry: Entry = { slot, attachment, uses: 1 };
    this.#entries.set(this.#key(slot), entry);
    try {
      yield hostRequest('Add', slot, attachment);
    } catch (cause) {
      this.#entries.delete(this.#key(slot));
      const { Type, Path = '' } = attachment;
      throw failed(`attach ${Type}/${Path} at ${nameOf(slot)}: ${messageOf(cause)}`, cause);
    }
    return slot;
  }

  *detach(slot: ScsiSlot): DeviceChange<void> {
    const entry = this.#entries.get(this.#key(slot));
    if (entry === undefined) throw errors.UVM_DEVICE_NOT_ATTACHED(nameOf(slot), { slot });
    entry.uses -= 1;
    if (entry.uses !== 0) return;
    try {
      if (this.#settings.guest === 'linux') yield* step('unplug', slot, unplugRequest(slot));
      yield* step('detach', slot, hostRequest('Remove', slot));
    } catch (error) {
      if (this.#settings.compat === undefined) entry.uses = 1;
      throw error;
    }
    this.#entries.delete(this.#key(slot));
  }

  #freeSlot(): ScsiSlot {
    for (let controller = 0; controller < this.#settings.controllerCount; controller += 1) {
      for (let lun = 0; lun < this.#settings.lunsPerController; lun += 1) {
        const key = this.#key({ controller, lun });
        if (!this.#entries.has(key) && !this.#reserved.has(key)) return { controller, lun };
      }
    }
    throw errors.UVM_DEVICE_NO_PLACE('All places on SCSI are taken.', { reference: 'no available location' });
  }

  #key({ controller, lun }: ScsiSlot): number {
    return controller * this.#settings.lunsPerController + lun;
  }
}

const isSameDisk = (one: Attachment, other: Attachment): boolean =>
  one.Type === other.Type &&
  one.Path === other.Path &&
  one.ReadOnly === other.ReadOnly &&
  one.ExtensibleVirtualDiskType === other.ExtensibleVirtualDiskType;

const hostRequest = (type: 'Add' | 'Remove', slot: ScsiSlot, attachment?: Attachment): DeviceRequest => ({
  to: 'host',
  request: {
    ResourcePath: `VirtualMachine/Devices/Scsi/${SCSI_CONTROLLERS[slot.controller]}/Attachments/${slot.lun}`,
    RequestType: type,
    Settings: attachment,
  },
});

const unplugRequest = ({ controller, lun }: ScsiSlot): DeviceRequest => ({
  to: 'guest',
  request: {
    RequestType: 'Remove',
    ResourceType: 'SCSIDevice',
    Settings: { Controller: controller || undefined, Lun: lun || undefined },
  },
});

function* step(what: string, slot: ScsiSlot, request: DeviceRequest): DeviceChange<void> {
  try {
    yield request;
  } catch (cause) {
    throw failed(`${what} ${nameOf(slot)}: ${messageOf(cause)}`, cause);
  }
}

const nameOf = ({ controller, lun }: ScsiSlot): string => `controller ${controller} lun ${lun}`;

const failed = (reference: string, cause: unknown) =>
  errors.UVM_DEVICE_REQUEST(`${reference}.`, { reference }, { cause });
