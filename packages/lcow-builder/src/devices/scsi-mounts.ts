import type { ScsiSlot } from '../document/scsi-controllers.js';
import { errors } from '../errors.js';
import { messageOf, type DeviceChange, type DeviceRequest } from './device-change.js';
import type { ScsiSettings } from './scsi-disks.js';

/** How the guest mounts a disk. Windows guests mount the first controller's disks and know none of these but the last. */
export interface MountSettings {
  /** Counted from 1; 0 for a disk without partitions. */
  readonly partition?: number;
  readonly encrypted?: boolean;
  /** In any order. */
  readonly options?: readonly string[];
  /** Format the disk when it does not have `filesystem`. */
  readonly ensureFilesystem?: boolean;
  readonly filesystem?: string;
  /** Give the guest path the block device itself. */
  readonly blockDevice?: boolean;
  /** The disk is a container's scratch, to be formatted with ReFS; only for virtual disks. */
  readonly formatWithRefs?: boolean;
}

interface Entry {
  readonly slot: ScsiSlot;
  readonly path: string;
  readonly readOnly: boolean;
  readonly settings: MountSettings;
  uses: number;
}

/** Where the guest has mounted disks: equal mounts of one disk share a path. */
export class ScsiMounts {
  readonly #settings: ScsiSettings;
  readonly #entries: (Entry | undefined)[] = [];

  constructor(settings: ScsiSettings) {
    this.#settings = settings;
  }

  /** @param path where to mount; '' for a path made from the first free number */
  *mount(slot: ScsiSlot, path: string, readOnly: boolean, given: MountSettings): DeviceChange<string> {
    const settings = { ...given, options: [...(given.options ?? [])].sort() };
    for (const entry of this.#entries) {
      if (entry === undefined) continue;
      if (isSame(entry, slot, readOnly, settings)) {
        entry.uses += 1;
        return entry.path;
      }
      if (path !== '' && entry.path === path)
        throw errors.UVM_DEVICE_INVALID(`Something is mounted at ${path}.`, {
          path,
          reference: `cannot mount over an existing mountpoint: ${path}`,
        });
    }
    const index = this.#freeIndex(path === '');
    const entry = {
      slot,
      path: path === '' ? this.#automaticPath(index) : path,
      readOnly,
      settings,
      uses: 1,
    };
    this.#entries[index] = entry;
    try {
      this.#checkWindows(entry);
      yield this.#request('Add', entry);
    } catch (cause) {
      this.#entries[index] = undefined;
      throw failed(`mount scsi ${nameOf(slot)} at ${entry.path}: ${messageOf(cause)}`, cause);
    }
    return entry.path;
  }

  *unmount(path: string): DeviceChange<void> {
    const index = this.#find(path);
    const entry = this.#entries[index];
    if (entry === undefined) throw errors.UVM_DEVICE_NOT_ATTACHED(`Nothing is mounted at ${path}.`, { path });
    entry.uses -= 1;
    if (entry.uses !== 0) return;
    try {
      yield this.#request('Remove', entry);
    } catch (cause) {
      if (this.#settings.compat === undefined) entry.uses = 1;
      throw failed(`unmount scsi ${nameOf(entry.slot)} at path ${entry.path}: ${messageOf(cause)}`, cause);
    }
    this.#entries[index] = undefined;
  }

  /** The reference takes the last entry when no path fits, whatever it is. */
  #find(path: string): number {
    const index = this.#entries.findIndex((entry) => entry?.path === path);
    return index === -1 && this.#settings.compat === 'hcsshim' ? this.#entries.length - 1 : index;
  }

  /** The reference does not look whether somebody chose the automatic path of that number. */
  #freeIndex(isAutomatic: boolean): number {
    const avoidsPaths = isAutomatic && this.#settings.compat === undefined;
    const taken = new Set(avoidsPaths ? this.#entries.map((entry) => entry?.path) : []);
    for (let index = 0; ; index += 1) {
      if (this.#entries[index] === undefined && !taken.has(this.#automaticPath(index))) return index;
    }
  }

  #automaticPath(index: number): string {
    return this.#settings.guest === 'linux' ? `/run/mounts/scsi/m${index}` : `c:\\mounts\\scsi\\m${index}`;
  }

  #checkWindows({ slot, settings }: Entry): void {
    if (this.#settings.guest === 'linux') return;
    const { partition, encrypted, options, ensureFilesystem, filesystem } = settings;
    if (slot.controller !== 0) throw new Error('WCOW only supports SCSI controller 0');
    if (partition || encrypted || options?.length || ensureFilesystem || filesystem)
      throw new Error(
        'WCOW does not support encrypted, verity, guest options, partitions, specifying mount filesystem, or ensuring filesystem on mounts',
      );
  }

  #request(type: 'Add' | 'Remove', entry: Entry): DeviceRequest {
    const { slot, path, readOnly, settings } = entry;
    const { controller, lun } = slot;
    const isScratch = type === 'Add' && settings.formatWithRefs === true;
    return {
      to: 'guest',
      request: {
        RequestType: type,
        ResourceType: isScratch ? 'MappedVirtualDiskForContainerScratch' : 'MappedVirtualDisk',
        Settings:
          this.#settings.guest === 'windows'
            ? { ContainerPath: path, Lun: lun || undefined }
            : {
                MountPath: path,
                Controller: controller || undefined,
                Lun: lun || undefined,
                Partition: settings.partition || undefined,
                ReadOnly: readOnly || undefined,
                BlockDev: settings.blockDevice || undefined,
                ...(type === 'Add' && fileSystemOf(settings)),
              },
      },
    };
  }
}

const fileSystemOf = (settings: MountSettings) => ({
  Encrypted: settings.encrypted || undefined,
  Options: settings.options?.length ? settings.options : undefined,
  EnsureFilesystem: settings.ensureFilesystem || undefined,
  Filesystem: settings.filesystem || undefined,
});

const isSame = (entry: Entry, slot: ScsiSlot, readOnly: boolean, settings: MountSettings): boolean =>
  entry.slot.controller === slot.controller &&
  entry.slot.lun === slot.lun &&
  entry.readOnly === readOnly &&
  JSON.stringify(normal(entry.settings)) === JSON.stringify(normal(settings));

const normal = (settings: MountSettings): readonly unknown[] => [
  settings.partition ?? 0,
  settings.encrypted ?? false,
  settings.options ?? [],
  settings.ensureFilesystem ?? false,
  settings.filesystem ?? '',
  settings.blockDevice ?? false,
  settings.formatWithRefs ?? false,
];

const nameOf = ({ controller, lun }: ScsiSlot): string => `controller ${controller} lun ${lun}`;

const failed = (reference: string, cause: unknown) =>
  errors.UVM_DEVICE_REQUEST(`${reference}.`, { reference }, { cause });
