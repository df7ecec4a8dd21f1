/** Identifier authority of Windows' own accounts and groups: the 5 of `S-1-5-…`. */
const NT_AUTHORITY = 5;
const REVISION = 1;
const MAX_SUB_AUTHORITIES = 15;
const HEAD_BYTES = 8;

/** Groups whose members may use the compute service. */
export const wellKnownSids = {
  /** S-1-5-32-544 */
  administrators: [32, 544],
  /** S-1-5-32-578 */
  hyperVAdministrators: [32, 578],
} as const;

/** The SID `S-1-5-` with these further numbers, as it stands in Windows' memory. */
export const encodeSid = (subAuthorities: readonly number[]): Buffer => {
  const sid = Buffer.alloc(HEAD_BYTES + 4 * subAuthorities.length);
  sid.writeUInt8(REVISION, 0);
  sid.writeUInt8(subAuthorities.length, 1);
  sid.writeUIntBE(NT_AUTHORITY, 2, 6);
  subAuthorities.forEach((number, index) => sid.writeUInt32LE(number, HEAD_BYTES + 4 * index));
  return sid;
};

/** The text of the SID at the beginning of some memory, or undefined when there is none. */
export const sidText = (memory: Buffer): string | undefined => {
  if (memory.length < HEAD_BYTES || memory.readUInt8(0) !== REVISION) return undefined;
  const count = memory.readUInt8(1);
  if (count > MAX_SUB_AUTHORITIES || memory.length < HEAD_BYTES + 4 * count) return undefined;
  const numbers = Array.from({ length: count }, (_, index) => memory.readUInt32LE(HEAD_BYTES + 4 * index));
  return ['S', REVISION, memory.readUIntBE(2, 6), ...numbers].join('-');
};
