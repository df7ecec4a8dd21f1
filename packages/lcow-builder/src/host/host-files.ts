import type { BuilderHost } from './builder-host.js';

/** Access rights of a grant. */
export const FULL_ACCESS = 0x1000_0000;

/** What preparing a confidential or a Windows VM does to the host's files. Each call rejects when it fails. */
export interface HostFiles {
  /** Replaces what is at `to`. */
  copy(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the folder and those above it; one that exists is fine. */
  createFolder(path: string): Promise<void>;
  /** Whether the path is a folder; rejects when nothing is there. */
  isFolder(path: string): Promise<boolean>;
  /** Lets every VM of the host use the file. */
  grantVmGroup(path: string, accessMask: number): Promise<void>;
  /** Lets one VM use the file. */
  grantVm(vmId: string, path: string): Promise<void>;
  /** Writes the identifier by which the guest will know a virtual disk. */
  setDiskIdentifier(path: string, guid: string): Promise<void>;
}

/** A host on which VMs can be prepared that need files of their own. */
export interface PreparingHost extends BuilderHost {
  readonly files: HostFiles;
}
