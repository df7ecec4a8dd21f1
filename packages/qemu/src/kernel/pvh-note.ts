const ELF_MAGIC = Buffer.from('7f454c46', 'hex');
const CLASS_64_LITTLE_ENDIAN = 0x0102;
const MACHINE_X86_64 = 62;
const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
const MAX_SEGMENTS = 64;
const SEGMENT_NOTE = 4;
const NOTE_NAME = 'Xen\0';
const NOTE_PVH_ENTRY = 18;

export const isElf = (file: Buffer): boolean => file.subarray(0, 4).equals(ELF_MAGIC);

/**
 * Whether an ELF image for x86-64 says where QEMU may enter it directly: the Xen note PHYS32_ENTRY.
 * Every length in the file is checked before it is used.
 */
export const hasPvhNote = (file: Buffer): boolean => {
  if (!isElf(file) || file.length < HEADER_BYTES) return false;
  if (file.readUInt16LE(4) !== CLASS_64_LITTLE_ENDIAN || file.readUInt16LE(18) !== MACHINE_X86_64)
    return false;
  const table = Number(file.readBigUInt64LE(32));
  const count = Math.min(file.readUInt16LE(56), MAX_SEGMENTS);
  if (file.readUInt16LE(54) !== SEGMENT_BYTES || table + count * SEGMENT_BYTES > file.length) return false;
  for (let index = 0; index < count; index++) {
    const segment = file.subarray(table + index * SEGMENT_BYTES, table + (index + 1) * SEGMENT_BYTES);
    if (segment.readUInt32LE(0) !== SEGMENT_NOTE) continue;
    const start = Number(segment.readBigUInt64LE(8));
    const size = Number(segment.readBigUInt64LE(32));
    if (start + size <= file.length && notesHavePvh(file.subarray(start, start + size))) return true;
  }
  return false;
};

const notesHavePvh = (notes: Buffer): boolean => {
  let at = 0;
  while (at + 12 <= notes.length) {
    const nameBytes = notes.readUInt32LE(at);
    const valueBytes = notes.readUInt32LE(at + 4);
    const type = notes.readUInt32LE(at + 8);
    const name = notes.toString('latin1', at + 12, at + 12 + Math.min(nameBytes, NOTE_NAME.length));
    if (type === NOTE_PVH_ENTRY && nameBytes === NOTE_NAME.length && name === NOTE_NAME) return true;
    at += 12 + aligned(nameBytes) + aligned(valueBytes);
  }
  return false;
};

const aligned = (length: number): number => Math.ceil(length / 4) * 4;
