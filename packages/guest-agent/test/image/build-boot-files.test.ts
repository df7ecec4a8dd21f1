import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { buildBootFiles, type BootFileSources } from '../../src/image/index.js';
import { parseElfProgram } from '../../src/image/elf-program.js';
import { kernelModule } from './elf-object.js';

const MACHINE_AT = 0x12;
const ARM64 = 183;

/** The head of a program, with or without a loader. */
const program = ({ machine = 62, isDynamic = false } = {}): Buffer => {
  const file = Buffer.alloc(64 + 56);
  file.write('\x7fELF\x02\x01', 'latin1');
  file.writeUInt16LE(machine, MACHINE_AT);
  file.writeBigUInt64LE(64n, 0x20);
  file.writeUInt16LE(1, 0x38);
  file.writeUInt32LE(isDynamic ? 3 : 1, 64);
  return file;
};

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'image-'))));
afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, content: Buffer | string): string => {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};

const bzImage = (): Buffer => {
  const file = Buffer.alloc(1024);
  file.write('HdrS', 0x202, 'latin1');
  return file;
};

/** Everything that an image needs, small and fake; the build gets as far as asking `ldd`. */
const sources = (): BootFileSources => {
  write('k/boot/vmlinuz-6.1', bzImage());
  for (const name of ['virtio_pci', 'virtio_console'])
    write(`k/lib/modules/6.1/kernel/${name}.ko`, kernelModule({ name, depends: '' }));
  return {
    kernelPackage: path.join(root, 'k'),
    busybox: write('busybox', program()),
    node: write('node', program({ isDynamic: true })),
    agent: write('agent.cjs', ''),
    koffiAddon: write('koffi.node', program()),
  };
};

test.each<[string, (given: BootFileSources) => Partial<BootFileSources> | void, string, string]>([
  [
    'no kernel',
    ({ kernelPackage }) => rmSync(path.join(kernelPackage, 'boot'), { recursive: true }),
    'UVM_IMAGE_SOURCE',
    'boot',
  ],
  ['a kernel that is none', () => void write('k/boot/vmlinuz-6.1', 'text'), 'UVM_IMAGE_SOURCE', 'bzImage'],
  [
    'no modules',
    ({ kernelPackage }) => rmSync(path.join(kernelPackage, 'lib'), { recursive: true }),
    'UVM_IMAGE_SOURCE',
    'modules of kernel 6.1',
  ],
  [
    'no module of the channel',
    () => rmSync(path.join(root, 'k/lib/modules/6.1/kernel/virtio_pci.ko')),
    'UVM_IMAGE_KERNEL_MODULE',
    'virtio_pci',
  ],
  ['no agent', () => ({ agent: path.join(root, 'none') }), 'UVM_IMAGE_SOURCE', 'none'],
  ['a folder as agent', () => ({ agent: root }), 'UVM_IMAGE_SOURCE', 'not a file'],
  ['no busybox', () => ({ busybox: path.join(root, 'none') }), 'UVM_IMAGE_SOURCE', 'none'],
  [
    'a busybox with libraries',
    () => ({ busybox: write('dynamic', program({ isDynamic: true })) }),
    'UVM_IMAGE_SOURCE',
    'static',
  ],
  [
    'a script as busybox',
    () => ({ busybox: write('script', '#!/bin/sh') }),
    'UVM_IMAGE_SOURCE',
    'no 64-bit program',
  ],
  [
    'a Node for another machine',
    () => ({ node: write('arm', program({ machine: ARM64 })) }),
    'UVM_IMAGE_MACHINE',
    '183',
  ],
  [
    'a koffi for another machine',
    () => ({ koffiAddon: write('arm', program({ machine: ARM64 })) }),
    'UVM_IMAGE_MACHINE',
    '183',
  ],
])('%s is refused, and nothing is left', async (_, change, code, words) => {
  const given = sources();
  const wanted = { ...given, ...(change(given) ?? {}) };
  const before = readdirSync(root);
  const building = buildBootFiles(wanted, path.join(root, 'out'));
  await expect(building).rejects.toMatchObject({ code });
  await expect(building).rejects.toThrow(words);
  expect(readdirSync(root)).toEqual(before);
});

test('the head of a program is read or refused, whatever it holds', () => {
  expect(parseElfProgram(program())).toEqual({ machine: 62, isDynamic: false });
  expect(parseElfProgram(program({ machine: ARM64, isDynamic: true }))).toEqual({
    machine: ARM64,
    isDynamic: true,
  });
  expect(parseElfProgram(program().subarray(0, 63))).toBeUndefined();
  const change = fc.record({ at: fc.nat(119), value: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
      const head = program();
      for (const { at, value } of changes) head[at] = value;
      parseElfProgram(head);
    }),
  );
});
