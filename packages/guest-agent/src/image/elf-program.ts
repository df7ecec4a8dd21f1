import { open } from 'node:fs/promises';

/** What the first bytes of an ELF file say about it. */
export interface ElfProgram {
  /** Number of the machine (System V ABI, `e_machine`): 62 is x86-64, 183 is arm64. */
  readonly machine: number;
  /** Whether it names a loader, and so needs shared libraries. */
  readonly isDynamic: boolean;
}

const ELF_MAGIC = 0x7f454c46;
const ELF_64_LITTLE = 0x0201;
const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
const SEGMENT_LOADER = 3;

/** Program headers are at the start of a program; more of it is not read. */
const HEAD_BYTES = 16_384;

/** Reads the head of an ELF64 file; undefined when it is none. Every length is checked before it is used. */
export const parseElfProgram = (head: Buffer): ElfProgram | undefined => {
  if (head.length < HEADER_BYTES || head.readUInt32BE(0) !== ELF_MAGIC) return undefined;
  if (head.readUInt16BE(4) !== ELF_64_LITTLE) return undefined;
  const table = Number(head.readBigUInt64LE(0x20));
  const count = head.readUInt16LE(0x38);
  let isDynamic = false;
  for (let index = 0; index < count; index += 1) {
    const at = table + index * SEGMENT_BYTES;
    if (at + SEGMENT_BYTES > head.length) break;
    if (head.readUInt32LE(at) === SEGMENT_LOADER) isDynamic = true;
  }
  return { machine: head.readUInt16LE(0x12), isDynamic };
};

export const readElfProgram = async (file: string): Promise<ElfProgram | undefined> => {
  await using handle = await open(file, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return parseElfProgram(buffer.subarray(0, bytesRead));
};
