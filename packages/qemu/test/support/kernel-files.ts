import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';

/** A tiny ELF64 image for x86-64 with one note segment. */
export const pvhElf = ({ noteType = 18, noteName = 'Xen\0', machine = 62, padding = 64 } = {}): Buffer => {
  const note = Buffer.alloc(12 + noteName.length + 8);
  note.writeUInt32LE(noteName.length, 0);
  note.writeUInt32LE(8, 4);
  note.writeUInt32LE(noteType, 8);
  note.write(noteName, 12, 'latin1');
  const file = Buffer.alloc(120 + note.length + padding);
  Buffer.from('7f454c46020101', 'hex').copy(file);
  file.writeUInt16LE(machine, 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt32LE(4, 64);
  file.writeBigUInt64LE(120n, 72);
  file.writeBigUInt64LE(BigInt(note.length), 96);
  note.copy(file, 120);
  return file;
};

/** Legacy LZ4 without matches: valid, if not small. */
export const lz4Literals = (data: Buffer): Buffer => {
  const lengths: number[] = [];
  if (data.length >= 15)
    for (let rest = data.length - 15; ; rest -= 255) {
      lengths.push(Math.min(rest, 255));
      if (rest < 255) break;
    }
  const block = Buffer.concat([Buffer.from([Math.min(data.length, 15) << 4, ...lengths]), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  return Buffer.concat([Buffer.from('02214c18', 'hex'), size, block]);
};

const packers = {
  gzip: (data: Buffer) => gzipSync(data),
  lz4: lz4Literals,
  xz: (data: Buffer) =>
    execFileSync('xz', ['--check=crc32', '--x86', '--lzma2', '--stdout'], { input: data }),
  unknown: (data: Buffer) => Buffer.concat([Buffer.from('28b52ffd', 'hex'), data]),
};

/** A file with the header of a bzImage around a packed kernel. */
export const bzImageOf = (kernel: Buffer, packing: keyof typeof packers): Buffer => {
  const packed = packers[packing](kernel);
  const size = Buffer.alloc(packing === 'gzip' ? 0 : 4);
  if (packing !== 'gzip') size.writeUInt32LE(kernel.length);
  const payload = Buffer.concat([packed, size]);
  const setup = Buffer.alloc(5 * 512);
  setup.writeUInt8(4, 0x1f1);
  setup.write('HdrS', 0x202, 'latin1');
  setup.writeUInt16LE(0x20f, 0x206);
  setup.writeUInt32LE(16, 0x248);
  setup.writeUInt32LE(payload.length, 0x24c);
  return Buffer.concat([setup, Buffer.alloc(16), payload, Buffer.alloc(32)]);
};
