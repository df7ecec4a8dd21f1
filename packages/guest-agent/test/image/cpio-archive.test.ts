import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCpio, type CpioEntry } from '../../src/image/cpio-archive.js';

interface ReadEntry {
  readonly name: string;
  readonly mode: number;
  readonly device: readonly [number, number];
  readonly content: Buffer;
}

/** The format by its documentation: 13 hexadecimal fields behind the magic number, name and content padded to four. */
const readCpio = (archive: Buffer): readonly ReadEntry[] => {
  const aligned = (at: number): number => (at + 3) & ~3;
  const entries: ReadEntry[] = [];
  for (let at = 0; at < archive.length;) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const field = (index: number): number =>
      parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
    const nameEnd = at + 110 + field(11);
    const start = aligned(nameEnd);
    entries.push({
      name: archive.toString('utf8', at + 110, nameEnd - 1),
      mode: field(1),
      device: [field(9), field(10)],
      content: archive.subarray(start, start + field(6)),
    });
    at = aligned(start + field(6));
  }
  return entries;
};

describe('writeCpio', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'uvmkit-cpio-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const archiveOf = async (entries: readonly CpioEntry[], name = 'archive'): Promise<Buffer> => {
    await writeCpio(join(folder, name), entries);
    return readFile(join(folder, name));
  };

  test('files, folders, links and devices come back as they were, and the trailer is last', async () => {
    const read = readCpio(
      await archiveOf([
        { kind: 'folder', path: '/dev', mode: 0o755 },
        { kind: 'device', path: '/dev/console', mode: 0o600, major: 5, minor: 1 },
        { kind: 'file', path: '/init', mode: 0o755, content: Buffer.from('#!/bin/sh\n') },
        { kind: 'link', path: '/bin/sh', target: '/bin/busybox' },
      ]),
    );
    expect(read.map(({ name, mode }) => [name, mode.toString(8)])).toEqual([
      ['dev', '40755'],
      ['dev/console', '20600'],
      ['init', '100755'],
      ['bin/sh', '120777'],
      ['TRAILER!!!', '0'],
    ]);
    expect(read[1]?.device).toEqual([5, 1]);
    expect(read[2]?.content.toString()).toBe('#!/bin/sh\n');
    expect(read[3]?.content.toString()).toBe('/bin/busybox');
  });

  test.each([0, 1, 2, 3, 4, 5, 1 << 20, (1 << 20) + 1])(
    'a file of %d bytes is copied whole',
    async (size) => {
      const from = join(folder, 'source');
      const bytes = Buffer.alloc(size, 'uvm');
      await writeFile(from, bytes);
      const [copied, written] = readCpio(
        await archiveOf([
          { kind: 'file', path: '/copied', mode: 0o644, content: { from } },
          { kind: 'file', path: '/written', mode: 0o644, content: bytes },
        ]),
      );
      expect(copied?.content.equals(bytes)).toBe(true);
      expect(written?.content.equals(bytes)).toBe(true);
    },
  );

  test('equal contents give equal bytes', async () => {
    const entries: readonly CpioEntry[] = [
      { kind: 'file', path: '/a', mode: 0o644, content: Buffer.from('a') },
    ];
    expect((await archiveOf(entries, 'one')).equals(await archiveOf(entries, 'two'))).toBe(true);
  });

  test('an archive that exists is not overwritten', async () => {
    await writeFile(join(folder, 'archive'), 'mine');
    await expect(writeCpio(join(folder, 'archive'), [])).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
