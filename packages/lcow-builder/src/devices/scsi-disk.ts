import type { Attachment } from '@uvmkit/hcs-schema';
import { errors } from '../errors.js';

/** A disk of the host, to be attached to a VM. */
export interface ScsiDisk {
  /** `virtual`: a VHD or VHDX file; `physical`: a disk of the host; `extensible`: what a driver of the host makes up. */
  readonly kind: 'virtual' | 'physical' | 'extensible';
  /** For an extensible disk `evd://<type>/<path>`. */
  readonly hostPath: string;
  readonly readOnly: boolean;
}

const types = { virtual: 'VirtualDisk', physical: 'PassThru', extensible: 'ExtensibleVirtualDisk' } as const;
const EXTENSIBLE = 'evd://';

/**
 * The disk as a document or request says it.
 *
 * @throws UVM_DEVICE_INVALID for the path of an extensible disk without a type
 */
export const scsiAttachment = ({ kind, hostPath, readOnly }: ScsiDisk): Attachment => {
  const attachment = { Type: types[kind], Path: hostPath, ReadOnly: readOnly || undefined };
  if (kind !== 'extensible') return attachment;
  const rest = hostPath.startsWith(EXTENSIBLE) ? hostPath.slice(EXTENSIBLE.length) : hostPath;
  const slash = rest.indexOf('/');
  if (slash <= 0)
    throw errors.UVM_DEVICE_INVALID(`${hostPath} is not evd://<type>/<path>.`, {
      hostPath,
      reference: `invalid extensible vhd path: ${hostPath}`,
    });
  return {
    ...attachment,
    Path: rest.slice(slash + 1) || undefined,
    ExtensibleVirtualDiskType: rest.slice(0, slash),
  };
};
