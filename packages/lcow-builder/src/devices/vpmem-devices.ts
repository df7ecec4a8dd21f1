import type { BuilderHost } from '../host/builder-host.js';
import type { RootVpmem } from '../document/root-vpmem.js';
import type { VmSettings } from '../document/vm-settings.js';
import { errors } from '../errors.js';
import type { DeviceChange } from './device-change.js';
import { PackedVpmem, type PackedDevice } from './packed-vpmem.js';
import { PlainVpmem, type PlainDevice } from './plain-vpmem.js';

/** What a table of VPMem devices has to know about its VM. */
export interface VpmemSettings extends Pick<
  VmSettings,
  'id' | 'vpmemMaxCount' | 'vpmemMaxSizeBytes' | 'vpmemMultiMapping'
> {
  readonly guest: 'linux' | 'windows';
  /** Device 0, when the document gave it to the root file system. */
  readonly root?: RootVpmem | undefined;
}

/**
 * The VPMem devices of a VM: read-only files that the guest sees as memory, one a device or many packed on each.
 *
 * A file that is attached again, by exactly the same path, is counted; it goes when it was detached as often.
 */
export class VpmemDevices {
  readonly #settings: VpmemSettings;
  readonly #table: PlainVpmem | PackedVpmem;

  constructor(settings: VpmemSettings) {
    this.#settings = settings;
    this.#table = settings.vpmemMultiMapping ? new PackedVpmem(settings) : new PlainVpmem(settings);
  }

  /**
   * Attaches a file and gives the path at which the guest sees it.
   *
   * @throws UVM_DEVICE_UNSUPPORTED, UVM_DEVICE_FILE, UVM_DEVICE_NO_PLACE, UVM_DEVICE_REQUEST
   */
  *attach(hostPath: string, host: Pick<BuilderHost, 'fileSize'>): DeviceChange<string> {
    this.#requireLinux();
    return yield* this.#table.attach(hostPath, () => {
      const size = host.fileSize(hostPath);
      if (size !== undefined) return size;
      throw errors.UVM_DEVICE_FILE(hostPath, { hostPath, reference: `GetFileAttributesEx ${hostPath}: ` });
    });
  }

  /** @throws UVM_DEVICE_UNSUPPORTED, UVM_DEVICE_NOT_ATTACHED, UVM_DEVICE_REQUEST */
  *detach(hostPath: string): DeviceChange<void> {
    this.#requireLinux();
    yield* this.#table.detach(hostPath);
  }

  /** What is attached now, by device. */
  contents(): readonly (PlainDevice | PackedDevice)[] {
    return this.#table.contents();
  }

  #requireLinux(): void {
    if (this.#settings.guest !== 'linux')
      throw errors.UVM_DEVICE_UNSUPPORTED('VPMem is for Linux guests.', { reference: 'not supported' });
  }
}
