import { hcsError, hresults } from '@uvmkit/hcs';
import type { UvmError } from '@uvmkit/vmutils';
import { guidBytes } from '../sockets/guid.js';

/** A drive, a share, or a device: what does not depend on a current folder or drive. */
const ABSOLUTE = /^(?:[a-z]:[\\/]|[\\/]{2}[^\\/])/i;

/** Characters of the longest path that Windows takes. */
const LONGEST_PATH = 32_767;

const refused = (what: string): UvmError => hcsError(hresults.E_INVALIDARG, { detail: what });

/** Windows reads text up to its first NUL: what follows would be lost without a word. */
const hasNul = (text: string): boolean => text.includes('\0');

/** @throws UVM_HCS_INVALID_ARGUMENT for what is no absolute path of Windows */
export const checkedPath = (path: string): string => {
  if (ABSOLUTE.test(path) && !hasNul(path) && path.length <= LONGEST_PATH) return path;
  throw refused(`${JSON.stringify(path)} is no absolute Windows path.`);
};

/** @throws UVM_HCS_INVALID_ARGUMENT for what cannot be the id of a compute system */
export const checkedSystemId = (id: string): string => {
  if (id !== '' && !hasNul(id)) return id;
  throw refused(`${JSON.stringify(id)} is no id of a compute system.`);
};

/** The lower-case form of a GUID. @throws UVM_HCS_INVALID_ARGUMENT for what is none */
export const checkedGuid = (guid: string): string => {
  if (guidBytes(guid) !== undefined) return guid.toLowerCase();
  throw refused(`${JSON.stringify(guid)} is no GUID.`);
};

/** A GUID as it stands in Windows' memory. @throws UVM_HCS_INVALID_ARGUMENT for what is none */
export const checkedGuidBytes = (guid: string): Buffer => {
  const bytes = guidBytes(guid);
  if (bytes !== undefined) return bytes;
  throw refused(`${JSON.stringify(guid)} is no GUID.`);
};
