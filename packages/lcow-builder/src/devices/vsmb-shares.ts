import type { VirtualSmbShareOptions } from '@uvmkit/hcs-schema';
import { errors } from '../errors.js';
import type { PathRules } from '../host/path-rules.js';
import type { Compat } from '../problems/problem.js';
import { messageOf, type DeviceChange, type DeviceRequest } from './device-change.js';

/** What a table of VSMB shares has to know about its VM and its host. */
export interface VsmbSettings {
  readonly id: string;
  readonly guest: 'linux' | 'windows';
  readonly noWritableFileShares: boolean;
  /** The guest never maps files of shares into its memory directly. */
  readonly noDirectMap: boolean;
  readonly paths: PathRules;
  /** Whether a path is a file or a folder; `undefined` when there is nothing. */
  readonly kindOf: (path: string) => 'file' | 'folder' | undefined;
  readonly compat?: Compat | undefined;
}

export interface VsmbShare {
  readonly name: string;
  readonly guestPath: string;
  /** The folder that is shared. */
  readonly hostPath: string;
  readonly uses: number;
}

interface Entry {
  readonly name: string;
  readonly hostPath: string;
  readonly options: VirtualSmbShareOptions;
  allowedFiles: readonly string[];
  uses: number;
}

interface Place {
  readonly key: string;
  readonly hostPath: string;
  /** The one file that is meant; '' for the whole folder. */
  readonly file: string;
}

const GUEST_ROOT = '\\\\?\\VMSMB\\VSMB-{dcc079ae-60ba-4d07-847c-3493609c0870}';

/** How a folder is shared with a Windows guest. */
export const vsmbOptions = (readOnly: boolean, noDirectMap: boolean): VirtualSmbShareOptions => ({
  ...(readOnly && { ReadOnly: true, ShareRead: true, CacheIo: true, PseudoOplocks: true }),
  NoDirectmap: noDirectMap || undefined,
});

/** Folders and files of the host that a Windows guest sees. A file is its folder, with a list of what may be seen. */
export class VsmbShares {
  readonly #settings: VsmbSettings;
  readonly #entries = new Map<string, Entry>();
  #counter = 0;

  constructor(settings: VsmbSettings) {
    this.#settings = settings;
  }

  /** @throws UVM_DEVICE_UNSUPPORTED, UVM_DEVICE_FILE, UVM_DEVICE_REQUEST */
  *add(path: string, readOnly: boolean): DeviceChange<VsmbShare> {
    this.#requireWindows();
    if (!readOnly && this.#settings.noWritableFileShares)
      throw errors.UVM_DEVICE_UNSUPPORTED('This VM has no writable shares.', {
        reference: 'adding writable shares is denied: operation denied',
      });
    const { key, hostPath, file } = this.#locate(path, readOnly);
    const present = this.#entries.get(key);
    const entry = present ?? this.#newEntry(hostPath, readOnly, file !== '');
    const allowedFiles = this.#withFile(entry.allowedFiles, file);
    if (present === undefined || allowedFiles !== entry.allowedFiles) {
      const { name, options } = entry;
      const settings = {
        Name: name,
        Path: hostPath,
        AllowedFiles: allowedFiles.length === 0 ? undefined : allowedFiles,
        Options: options,
      };
      try {
        yield shareRequest(present === undefined ? 'Add' : 'Update', settings);
      } catch (cause) {
        throw errors.UVM_DEVICE_REQUEST(`Sharing ${path}.`, { path, reference: messageOf(cause) }, { cause });
      }
    }
    entry.allowedFiles = allowedFiles;
    entry.uses = (entry.uses + 1) >>> 0;
    this.#entries.set(key, entry);
    return { name: entry.name, guestPath: `${GUEST_ROOT}\\${entry.name}`, hostPath, uses: entry.uses };
  }

  /**
   * Gives a share up. One that may be mapped into the guest's memory stays, since the guest may still use it.
   *
   * @throws UVM_DEVICE_UNSUPPORTED, UVM_DEVICE_FILE, UVM_DEVICE_NOT_ATTACHED, UVM_DEVICE_REQUEST
   */
  *remove(path: string, readOnly: boolean): DeviceChange<void> {
    this.#requireWindows();
    const { key, hostPath } = this.#locate(path, readOnly);
    const entry = this.#entries.get(key);
    const isUnused = this.#settings.compat === undefined && entry?.uses === 0;
    if (entry === undefined || isUnused)
      throw errors.UVM_DEVICE_NOT_ATTACHED(`${hostPath} is not shared.`, {
        hostPath,
        reference: `${hostPath} is not present as a VSMB share in ${this.#settings.id}, cannot remove`,
      });
    // The reference counts in unsigned 32 bits, below zero too.
    entry.uses = (entry.uses - 1) >>> 0;
    if (entry.uses > 0 || entry.options.NoDirectmap !== true) return;
    try {
      yield shareRequest('Remove', { Name: entry.name });
    } catch (cause) {
      if (this.#settings.compat === undefined) entry.uses = 1;
      const reference = `failed to remove vsmb share ${hostPath} from ${this.#settings.id}: ${entry.name}: ${messageOf(cause)}`;
      throw errors.UVM_DEVICE_REQUEST(`Removing ${hostPath}.`, { hostPath, reference }, { cause });
    }
    this.#entries.delete(key);
  }

  /**
   * Where the guest sees a path of the host that is shared.
   *
   * @throws UVM_DEVICE_FILE, UVM_DEVICE_NOT_ATTACHED
   */
  guestPath(path: string, readOnly: boolean): string {
    const { key, file } = this.#locate(path, readOnly);
    const entry = this.#entries.get(key);
    if (entry === undefined)
      throw errors.UVM_DEVICE_NOT_ATTACHED(`${path} is not shared.`, { path, reference: 'not attached' });
    const shared = `${GUEST_ROOT}\\${entry.name}`;
    return file === '' ? shared : `${shared}\\${this.#settings.paths.base(file)}`;
  }

  #newEntry(hostPath: string, readOnly: boolean, isFile: boolean): Entry {
    this.#counter += 1;
    const options = {
      ...vsmbOptions(readOnly, this.#settings.noDirectMap),
      ...(isFile && { RestrictFileAccess: true, SingleFileMapping: true }),
    };
    return { name: `s${this.#counter.toString(16)}`, hostPath, options, allowedFiles: [], uses: 0 };
  }

  /** The reference lists a file as often as it is shared. */
  #withFile(files: readonly string[], file: string): readonly string[] {
    if (file === '' || (this.#settings.compat === undefined && files.includes(file))) return files;
    return [...files, file];
  }

  #locate(path: string, readOnly: boolean): Place {
    const { paths, kindOf } = this.#settings;
    const kind = kindOf(path);
    if (kind === undefined)
      throw errors.UVM_DEVICE_FILE(path, { path, reference: `GetFileAttributesEx ${path}: ` });
    const hostPath = kind === 'file' ? paths.folder(path) : paths.clean(path);
    return { key: `${kind} ${readOnly} ${hostPath}`, hostPath, file: kind === 'file' ? path : '' };
  }

  #requireWindows(): void {
    if (this.#settings.guest !== 'windows')
      throw errors.UVM_DEVICE_UNSUPPORTED('VSMB shares are for Windows guests.', {
        reference: 'not supported',
      });
  }
}

const shareRequest = (type: 'Add' | 'Update' | 'Remove', settings: object): DeviceRequest => ({
  to: 'host',
  request: {
    ResourcePath: 'VirtualMachine/Devices/VirtualSmb/Shares',
    RequestType: type,
    Settings: settings,
  },
});
