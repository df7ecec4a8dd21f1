/** The packed kernel proper inside a bzImage (Linux Documentation/arch/x86/boot.rst). */
export interface BzImagePayload {
  readonly packing: 'lz4' | 'xz' | 'gzip' | 'unknown';
  readonly packed: Buffer;
  /** Length of the unpacked kernel, as the build noted it. */
  readonly unpackedBytes: number;
}

/** The largest kernel that is unpacked. */
export const MAX_KERNEL_BYTES = 512 * 1_048_576;

const HEADER_BYTES = 0x250;
const HEADER_MAGIC = 'HdrS';
const SETUP_SECTORS = 0x1f1;
const PROTOCOL = 0x206;
const FIRST_PROTOCOL_WITH_PAYLOAD = 0x208;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
const SECTOR_BYTES = 512;

const magics: readonly (readonly [Exclude<BzImagePayload['packing'], 'unknown'>, Buffer])[] = [
  ['lz4', Buffer.from('02214c18', 'hex')],
  ['xz', Buffer.from('fd377a585a00', 'hex')],
  ['gzip', Buffer.from('1f8b', 'hex')],
];

export const isBzImage = (file: Buffer): boolean =>
  file.length >= HEADER_BYTES && file.toString('latin1', 0x202, 0x206) === HEADER_MAGIC;

/** The payload of a bzImage, or undefined when the file has none where its header says. */
export const bzImagePayload = (file: Buffer): BzImagePayload | undefined => {
  if (!isBzImage(file) || file.readUInt16LE(PROTOCOL) < FIRST_PROTOCOL_WITH_PAYLOAD) return undefined;
  const setupSectors = file.readUInt8(SETUP_SECTORS) || 4;
  const start = (setupSectors + 1) * SECTOR_BYTES + file.readUInt32LE(PAYLOAD_OFFSET);
  const end = start + file.readUInt32LE(PAYLOAD_LENGTH);
  if (end > file.length || end - start < 16) return undefined;
  const unpackedBytes = file.readUInt32LE(end - 4);
  if (unpackedBytes > MAX_KERNEL_BYTES) return undefined;
  const payload = file.subarray(start, end);
  const [packing] = magics.find(([, magic]) => payload.subarray(0, magic.length).equals(magic)) ?? [
    'unknown',
  ];
  // gzip ends with that length itself; for the other formats the build appends it.
  const packed = packing === 'gzip' ? payload : payload.subarray(0, -4);
  return { packing, packed, unpackedBytes };
};
