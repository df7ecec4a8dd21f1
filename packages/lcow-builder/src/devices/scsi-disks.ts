import type { ScsiSlot } from '../document/scsi-controllers.js';
import { errors } from '../errors.js';
import type { Compat } from '../problems/problem.js';
import type { DeviceChange } from './device-change.js';
import { ScsiAttachments } from './scsi-attachments.js';
import { scsiAttachment, type ScsiDisk } from './scsi-disk.js';
import { ScsiMounts, type MountSettings } from './scsi-mounts.js';

/** LUNs that a controller has. */
export const LUNS_PER_CONTROLLER = 64;

/** What a table of SCSI disks has to know about its VM. */
export interface ScsiSettings {
  readonly guest: 'linux' | 'windows';
  readonly controllerCount: number;
  readonly lunsPerController: number;
  /** Places that the document has taken; they are never given out. */
  readonly reservedSlots: readonly ScsiSlot[];
  readonly compat?: Compat | undefined;
}

/** A disk that is attached, and mounted when `guestPath` is not empty. Each attachment is released on its own. */
export interface AttachedDisk extends ScsiSlot {
  readonly guestPath: string;
}

/** Where and how the guest shall mount a disk. */
export interface DiskMount {
  /** Left out: the guest does not mount the disk. */
  readonly mount?: MountSettings | undefined;
  /** Left out: a path is made. */
  readonly guestPath?: string;
}

/** The SCSI disks of a VM, on the host's controllers and at the guest's paths. */
export class ScsiDisks {
  readonly #compat: Compat | undefined;
  readonly #attachments: ScsiAttachments;
  readonly #mounts: ScsiMounts;
  readonly #released = new WeakSet<AttachedDisk>();

  constructor(settings: ScsiSettings) {
    this.#compat = settings.compat;
    this.#attachments = new ScsiAttachments(settings);
    this.#mounts = new ScsiMounts(settings);
  }

  /**
   * Attaches a disk and has it mounted. When mounting fails the disk is detached again.
   *
   * @throws UVM_DEVICE_INVALID, UVM_DEVICE_NO_PLACE, UVM_DEVICE_REQUEST
   */
  *attach(disk: ScsiDisk, { mount, guestPath = '' }: DiskMount = {}): DeviceChange<AttachedDisk> {
    const slot = yield* this.#attachments.attach(scsiAttachment(disk));
    // The reference remembers a path at which nothing is mounted.
    if (mount === undefined) return { ...slot, guestPath: this.#compat === undefined ? '' : guestPath };
    const settings = disk.kind === 'virtual' ? mount : { ...mount, formatWithRefs: false };
    try {
      return { ...slot, guestPath: yield* this.#mounts.mount(slot, guestPath, disk.readOnly, settings) };
    } catch (error) {
      yield* this.#detachQuietly(slot);
      throw error;
    }
  }

  /**
   * Gives an attachment up: unmounted, unplugged and detached when nobody else uses it. A release that failed can be
   * repeated, one that succeeded cannot.
   *
   * @throws UVM_DEVICE_NOT_ATTACHED, UVM_DEVICE_REQUEST
   */
  *release(disk: AttachedDisk): DeviceChange<void> {
    if (this.#released.has(disk))
      throw errors.UVM_DEVICE_NOT_ATTACHED('It was released before.', {
        reference: 'mount was already released',
      });
    if (this.#compat !== undefined) this.#released.add(disk);
    if (disk.guestPath !== '') yield* this.#mounts.unmount(disk.guestPath);
    yield* this.#attachments.detach(disk);
    this.#released.add(disk);
  }

  *#detachQuietly(slot: ScsiSlot): DeviceChange<void> {
    try {
      yield* this.#attachments.detach(slot);
    } catch {
      return;
    }
  }
}
