import type { OsVersion } from '@uvmkit/vmutils';
import type { Native } from '../calls/native.js';
import { errors } from '../errors.js';

/** Size of an OSVERSIONINFOEXW: five numbers, 128 UTF-16 units of service pack, eight bytes more. */
const OS_VERSION_INFO_BYTES = 284;

/** The version in an OSVERSIONINFOEXW. Undefined for a record of another size, or numbers that are no version. */
export const decodeOsVersion = (bytes: Uint8Array): OsVersion | undefined => {
  if (bytes.length !== OS_VERSION_INFO_BYTES) return undefined;
  const info = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = info.readUInt32LE(4);
  const minor = info.readUInt32LE(8);
  const build = info.readUInt32LE(12);
  return major > 0xff || minor > 0xff || build > 0xffff ? undefined : { major, minor, build };
};

/**
 * The true version of Windows, whatever the manifest of this program says (RtlGetVersion).
 *
 * @throws UVM_NATIVE_CALL_FAILED
 */
export const readOsVersion = ({ ntdll }: Pick<Native, 'ntdll'>): OsVersion => {
  const info = Buffer.alloc(OS_VERSION_INFO_BYTES);
  info.writeUInt32LE(info.length);
  const ntstatus = ntdll.RtlGetVersion(info);
  const version = ntstatus === 0 ? decodeOsVersion(info) : undefined;
  if (version) return version;
  throw errors.UVM_NATIVE_CALL_FAILED('RtlGetVersion gave no version.', {
    call: 'RtlGetVersion',
    ntstatus: ntstatus >>> 0,
  });
};
