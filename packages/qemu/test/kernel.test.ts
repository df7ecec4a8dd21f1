import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { silentLogger } from '@uvmkit/vmutils';
import { createFileDigests } from '../src/file-digests.js';
import { bzImagePayload } from '../src/kernel/bzimage.js';
import { bootableKernel } from '../src/kernel/kernel-cache.js';
import { unpackLz4Legacy } from '../src/kernel/lz4-legacy.js';
import { hasPvhNote } from '../src/kernel/pvh-note.js';
import { unpackKernel } from '../src/kernel/unpack-kernel.js';
import { bzImageOf, lz4Literals, pvhElf } from './support/kernel-files.js';

const bytes = (max: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength: max }).map((array) => Buffer.from(array));
const flip = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) });
const flipped = (file: Buffer, flips: readonly { at: number; value: number }[]): Buffer => {
  const copy = Buffer.from(file);
  for (const { at, value } of flips) copy[at % copy.length] = value;
  return copy;
};

describe('legacy LZ4', () => {
  test('copies literals', () => {
    fc.assert(
      fc.property(bytes(2_000), (data) => {
        fc.pre(data.length > 0);
        expect(unpackLz4Legacy(lz4Literals(data), data.length)).toEqual(data);
      }),
    );
  });

  test('copies matches, also those that overlap what they make', () => {
    // "ab", then 8 bytes from 2 back, then the literal "c".
    const block = Buffer.from([0x24, 0x61, 0x62, 2, 0, 0x10, 0x63]);
    const packed = Buffer.concat([
      Buffer.from('02214c18', 'hex'),
      Buffer.from([block.length, 0, 0, 0]),
      block,
    ]);
    expect(unpackLz4Legacy(packed, 11)?.toString()).toBe('ababababab' + 'c');
    expect(unpackLz4Legacy(packed, 10)).toBeUndefined();
    expect(unpackLz4Legacy(packed, 12)).toBeUndefined();
  });

  test('a match from before the start is refused', () => {
    const block = Buffer.from([0x14, 0x61, 2, 0, 0x10, 0x63]);
    const packed = Buffer.concat([
      Buffer.from('02214c18', 'hex'),
      Buffer.from([block.length, 0, 0, 0]),
      block,
    ]);
    expect(unpackLz4Legacy(packed, 10)).toBeUndefined();
  });

  test('random bytes never throw', () => {
    fc.assert(
      fc.property(bytes(300), fc.nat(500), (data, size) => {
        const unpacked = unpackLz4Legacy(Buffer.concat([Buffer.from('02214c18', 'hex'), data]), size);
        expect(unpacked === undefined || unpacked.length === size).toBe(true);
      }),
    );
  });
});

describe('bzImage', () => {
  test.each(['lz4', 'xz', 'gzip'] as const)('gives the kernel packed by %s', async (packing) => {
    const elf = pvhElf({ padding: 5_000 });
    expect(await unpackKernel(bzImageOf(elf, packing), silentLogger)).toEqual(elf);
  });

  test('an unknown packing, a broken payload and a kernel without PVH entry give nothing', async () => {
    expect(await unpackKernel(bzImageOf(pvhElf(), 'unknown'), silentLogger)).toBeUndefined();
    expect(await unpackKernel(bzImageOf(pvhElf({ noteType: 1 }), 'lz4'), silentLogger)).toBeUndefined();
    const broken = bzImageOf(pvhElf(), 'gzip');
    broken.fill(0, 5 * 512 + 30, 5 * 512 + 60);
    expect(await unpackKernel(broken, silentLogger)).toBeUndefined();
  });

  test('a payload that would reach beyond the file is none', () => {
    const file = bzImageOf(pvhElf(), 'lz4');
    const end = 5 * 512 + 16 + file.readUInt32LE(0x24c);
    expect(bzImagePayload(file.subarray(0, end + 1))).toBeDefined();
    expect(bzImagePayload(file.subarray(0, end))).toBeDefined();
    expect(bzImagePayload(file.subarray(0, end - 1))).toBeUndefined();
  });

  test('changed bytes never throw', async () => {
    const file = bzImageOf(pvhElf(), 'lz4');
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { maxLength: 6 }), async (flips) => {
        const unpacked = await unpackKernel(flipped(file, flips), silentLogger);
        expect(unpacked === undefined || hasPvhNote(unpacked)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('PVH note', () => {
  test.each([
    ['a Linux kernel', pvhElf(), true],
    ['another note', pvhElf({ noteType: 17 }), false],
    ['the note of another owner', pvhElf({ noteName: 'Xin\0' }), false],
    ['another machine', pvhElf({ machine: 183 }), false],
    ['half a header', pvhElf().subarray(0, 63), false],
    ['nothing', Buffer.alloc(0), false],
  ])('%s', (_, file, found) => {
    expect(hasPvhNote(file)).toBe(found);
  });

  test('changed and random bytes never throw', () => {
    fc.assert(
      fc.property(fc.array(flip, { maxLength: 8 }), (flips) => {
        expect(typeof hasPvhNote(flipped(pvhElf(), flips))).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(bytes(400), (file) => {
        expect(hasPvhNote(file)).toBe(false);
      }),
    );
  });
});

describe('kernel cache', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kernels-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const options = {
    folder: path.join(folder, 'kernels'),
    digests: createFileDigests(path.join(folder, 'digests')),
    logger: silentLogger,
  };
  const fileWith = (name: string, content: Buffer): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  test('unpacks once, by content', async () => {
    const image = bzImageOf(pvhElf(), 'gzip');
    const first = await bootableKernel(fileWith('one', image), options);
    expect(readFileSync(first.path)).toEqual(pvhElf());
    expect(await bootableKernel(fileWith('two', image), options)).toEqual(first);
    expect(readdirSync(options.folder)).toHaveLength(1);
  });

  test('an ELF image with PVH entry and a bzImage that cannot be unpacked boot as they are', async () => {
    const elf = fileWith('elf', pvhElf());
    expect((await bootableKernel(elf, options)).path).toBe(elf);
    const strange = fileWith('strange', bzImageOf(pvhElf(), 'unknown'));
    expect((await bootableKernel(strange, options)).path).toBe(strange);
  });

  test.each([
    ['text', Buffer.from('not a kernel')],
    ['an ELF program', pvhElf({ noteType: 1 })],
    ['nothing', Buffer.alloc(0)],
  ])('%s is no kernel', async (name, content) => {
    await expect(bootableKernel(fileWith(name, content), options)).rejects.toMatchObject({
      code: 'UVM_NOT_A_KERNEL',
    });
  });

  test('a changed file has another digest', async () => {
    const file = fileWith('changing', Buffer.from('one'));
    const first = await options.digests.digest(file);
    writeFileSync(file, 'two');
    expect(await options.digests.digest(file)).not.toBe(first);
  });
});
