import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** A file for the initial RAM disk; contents are bytes or the path of a file on this machine. */
export type CpioEntry =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly mode: number;
      readonly content: Uint8Array | { readonly from: string };
    }
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | {
      readonly kind: 'device';
      readonly path: string;
      readonly mode: number;
      readonly major: number;
      readonly minor: number;
    };

const MAGIC = '070701';
const COPY_BYTES = 1 << 20;

const typeBits = {
  file: constants.S_IFREG,
  folder: constants.S_IFDIR,
  link: constants.S_IFLNK,
  device: constants.S_IFCHR,
};

/**
 * Writes an archive as the Linux kernel unpacks it (`newc`, Documentation/driver-api/early-userspace). All owners are
 * root, all times the epoch, inode numbers count up: equal contents give equal bytes. Needs no rights for devices.
 */
export const writeCpio = async (file: string, entries: Iterable<CpioEntry>): Promise<void> => {
  await using archive = await open(file, 'wx', 0o644);
  let inode = 1;
  for (const entry of entries) await writeEntry(archive, entry, inode++);
  await writeEntry(archive, { kind: 'file', path: 'TRAILER!!!', mode: 0, content: new Uint8Array() }, 0);
  await archive.sync();
};

const writeEntry = async (archive: FileHandle, entry: CpioEntry, inode: number): Promise<void> => {
  if (entry.kind === 'file' && !(entry.content instanceof Uint8Array)) {
    await copyEntry(archive, entry, entry.content.from, inode);
    return;
  }
  const content = contentOf(entry);
  await archive.write(
    Buffer.concat([header(entry, inode, content.length), content, padding(content.length)]),
  );
};

const contentOf = (entry: CpioEntry): Uint8Array => {
  if (entry.kind === 'link') return Buffer.from(entry.target);
  return entry.kind === 'file' && entry.content instanceof Uint8Array ? entry.content : new Uint8Array();
};

const copyEntry = async (
  archive: FileHandle,
  entry: CpioEntry,
  from: string,
  inode: number,
): Promise<void> => {
  await using source = await open(from, 'r');
  const { size } = await source.stat();
  await archive.write(header(entry, inode, size));
  const chunk = Buffer.allocUnsafe(COPY_BYTES);
  for (let copied = 0; copied < size;) {
    const { bytesRead } = await source.read(chunk, 0, Math.min(COPY_BYTES, size - copied));
    if (bytesRead === 0) throw new Error(`${from} became shorter while it was copied`);
    await archive.write(chunk, 0, bytesRead);
    copied += bytesRead;
  }
  await archive.write(padding(size));
};

const header = (entry: CpioEntry, inode: number, size: number): Buffer => {
  const name = Buffer.from(`${entry.path.replace(/^\/+/, '')}\0`);
  const mode = entry.kind === 'link' ? 0o777 : entry.mode;
  const [major, minor] = entry.kind === 'device' ? [entry.major, entry.minor] : [0, 0];
  const isTrailer = entry.path === 'TRAILER!!!';
  const fields = [
    inode,
    isTrailer ? 0 : typeBits[entry.kind] | mode,
    0, // owner
    0, // group
    1, // links
    0, // time
    size,
    0, // device of the file, major
    0, // device of the file, minor
    major,
    minor,
    name.length,
    0, // checksum, unused in this format
  ];
  const hex = fields.map((field) => field.toString(16).toUpperCase().padStart(8, '0')).join('');
  const head = Buffer.concat([Buffer.from(MAGIC + hex), name]);
  return Buffer.concat([head, padding(head.length)]);
};

/** Headers and contents both end at a multiple of four bytes. */
const padding = (length: number): Buffer => Buffer.alloc(-length & 3);
