import { PLAN9_PORT } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { osBuilds } from '../options/os-builds.js';
import { messageOf, type DeviceChange, type DeviceRequest } from './device-change.js';

/** What a table of Plan9 shares has to know about its VM. */
export interface Plan9Settings {
  readonly id: string;
  readonly guest: 'linux' | 'windows';
  readonly osBuild: number;
  readonly noWritableFileShares: boolean;
}

export interface Plan9Folder {
  readonly hostPath: string;
  /** Where the guest mounts it. */
  readonly guestPath: string;
  readonly readOnly: boolean;
  /** Left out: the whole folder; otherwise nothing but these names of it. */
  readonly allowedNames?: readonly string[] | undefined;
}

export interface Plan9ShareHandle {
  readonly name: string;
  readonly guestPath: string;
}

const flags = { readOnly: 0x1, linuxMetadata: 0x4, restricted: 0x80 } as const;

/** Folders of the host that a Linux guest sees by the 9P protocol. Names are numbers and never used twice. */
export class Plan9Shares {
  readonly #settings: Plan9Settings;
  #next = 0;

  constructor(settings: Plan9Settings) {
    this.#settings = settings;
  }

  /** @throws UVM_DEVICE_UNSUPPORTED, UVM_DEVICE_INVALID, UVM_DEVICE_REQUEST */
  *add(folder: Plan9Folder): DeviceChange<Plan9ShareHandle> {
    const { hostPath, guestPath, readOnly, allowedNames } = folder;
    this.#check(folder);
    const name = String(this.#next++);
    const bits =
      flags.linuxMetadata | (readOnly ? flags.readOnly : 0) | (allowedNames ? flags.restricted : 0);
    try {
      yield shareRequest(
        'Add',
        {
          Name: name,
          AccessName: name,
          Path: hostPath,
          Port: PLAN9_PORT,
          Flags: bits,
          AllowedFiles: allowedNames?.length ? allowedNames : undefined,
        },
        { MountPath: guestPath, Port: PLAN9_PORT, ShareName: name, ReadOnly: readOnly || undefined },
      );
    } catch (cause) {
      throw errors.UVM_DEVICE_REQUEST(
        `Sharing ${hostPath}.`,
        { hostPath, reference: messageOf(cause) },
        { cause },
      );
    }
    return { name, guestPath };
  }

  /** @throws UVM_DEVICE_UNSUPPORTED, UVM_DEVICE_REQUEST */
  *remove({ name, guestPath }: Plan9ShareHandle): DeviceChange<void> {
    this.#requireLinux();
    try {
      yield shareRequest(
        'Remove',
        { Name: name, AccessName: name, Port: PLAN9_PORT },
        { MountPath: guestPath, Port: PLAN9_PORT, ShareName: name },
      );
    } catch (cause) {
      const reference = `failed to remove plan9 share ${name} from ${this.#settings.id}: ${name}: ${messageOf(cause)}`;
      throw errors.UVM_DEVICE_REQUEST(`Removing share ${name}.`, { name, reference }, { cause });
    }
  }

  #check({ guestPath, readOnly, allowedNames }: Plan9Folder): void {
    const { osBuild, noWritableFileShares } = this.#settings;
    this.#requireLinux();
    if (allowedNames && osBuild < osBuilds.restrictedShares)
      throw errors.UVM_DEVICE_UNSUPPORTED(
        `Sharing single files needs Windows build ${osBuilds.restrictedShares}.`,
        {
          osBuild,
          reference: 'single-file mappings are not supported on this build of Windows',
        },
      );
    if (guestPath === '')
      throw errors.UVM_DEVICE_INVALID('A share needs a path in the guest.', {
        reference: 'uvmPath must be passed to AddPlan9',
      });
    if (!readOnly && noWritableFileShares)
      throw errors.UVM_DEVICE_UNSUPPORTED('This VM has no writable shares.', {
        reference: 'adding writable shares is denied: operation denied',
      });
  }

  #requireLinux(): void {
    if (this.#settings.guest !== 'linux')
      throw errors.UVM_DEVICE_UNSUPPORTED('Plan9 shares are for Linux guests.', {
        reference: 'not supported',
      });
  }
}

const shareRequest = (type: 'Add' | 'Remove', settings: object, guestSettings: object): DeviceRequest => ({
  to: 'host',
  request: {
    ResourcePath: 'VirtualMachine/Devices/Plan9/Shares',
    RequestType: type,
    Settings: settings,
    GuestRequest: { RequestType: type, ResourceType: 'MappedDirectory', Settings: guestSettings },
  },
});
