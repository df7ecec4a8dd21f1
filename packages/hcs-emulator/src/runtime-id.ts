import { createHash } from 'node:crypto';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The RuntimeId of a system: its id where that is a GUID, as HCS does, otherwise a GUID derived from the id
 * (name-based, version 5 layout), so that one id always has one RuntimeId.
 */
export const runtimeIdOf = (id: string): string => {
  if (GUID.test(id)) return id.toLowerCase();
  const hash = createHash('sha1').update('uvmkit.compute-system\0').update(id.toLowerCase()).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
