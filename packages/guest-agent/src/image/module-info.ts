import { errors } from './errors.js';

/** What a kernel module says about itself. */
export interface ModuleInfo {
  readonly name: string;
  /** Number of the machine that it is for, as ELF numbers them. */
  readonly machine: number;
  /** Modules that have to be loaded before. */
  readonly depends: readonly string[];
  /** Modules that should be loaded before, where they exist. */
  readonly softDepends: readonly string[];
}

/** Module names are written with `-` in file names and with `_` by the kernel. */
export const moduleName = (text: string): string => text.replaceAll('-', '_');

const ELF_MAGIC = 0x7f454c46;
const ELF_64_LITTLE = 0x0201;
const ELF_HEADER_BYTES = 64;
const SECTION_HEADER_BYTES = 64;
const MAX_SECTIONS = 4096;

/** Reads the `.modinfo` section of a module, an ELF64 object file (modinfo(8); System V ABI for the layout). */
export const readModuleInfo = (module: Buffer, file: string): ModuleInfo => {
  const fields = modinfoSection(module, file)
    .toString('latin1')
    .split('\0')
    .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)] as const);
  const valuesOf = (key: string): readonly string[] =>
    fields.filter(([name]) => name === key).map(([, value]) => value);
  const words = (text: string, separator: RegExp): readonly string[] =>
    text
      .split(separator)
      .filter((word) => word !== '')
      .map(moduleName);
  return {
    name: moduleName(valuesOf('name')[0] ?? ''),
    machine: module.readUInt16LE(0x12),
    depends: valuesOf('depends').flatMap((value) => words(value, /,/)),
    softDepends: valuesOf('softdep').flatMap((value) =>
      words(/pre:\s*([^:]*?)(?:\s+post:|$)/.exec(value)?.[1] ?? '', /\s+/),
    ),
  };
};

const modinfoSection = (module: Buffer, file: string): Buffer => {
  const section = isElf(module) ? findSection(module, '.modinfo') : undefined;
  if (section) return section;
  throw errors.UVM_IMAGE_KERNEL_MODULE(`${file} is no kernel module of a 64-bit machine.`, { file });
};

const isElf = (module: Buffer): boolean =>
  module.length >= ELF_HEADER_BYTES &&
  module.readUInt32BE(0) === ELF_MAGIC &&
  module.readUInt16BE(4) === ELF_64_LITTLE;

const findSection = (module: Buffer, name: string): Buffer | undefined => {
  const table = Number(module.readBigUInt64LE(0x28));
  const count = Math.min(module.readUInt16LE(0x3c), MAX_SECTIONS);
  const headerOf = (index: number): Buffer =>
    cut(module, table + index * SECTION_HEADER_BYTES, SECTION_HEADER_BYTES);
  const contentOf = (header: Buffer): Buffer =>
    header.length < SECTION_HEADER_BYTES
      ? header
      : cut(module, Number(header.readBigUInt64LE(0x18)), Number(header.readBigUInt64LE(0x20)));
  const names = contentOf(headerOf(module.readUInt16LE(0x3e)));
  const wanted = Buffer.from(`${name}\0`);
  for (let index = 0; index < count; index += 1) {
    const header = headerOf(index);
    if (header.length < SECTION_HEADER_BYTES) return undefined;
    if (cut(names, header.readUInt32LE(0), wanted.length).equals(wanted)) return contentOf(header);
  }
  return undefined;
};

/** A part of a buffer, or nothing where it would reach beyond. */
const cut = (buffer: Buffer, offset: number, size: number): Buffer =>
  offset + size <= buffer.length ? buffer.subarray(offset, offset + size) : Buffer.alloc(0);
