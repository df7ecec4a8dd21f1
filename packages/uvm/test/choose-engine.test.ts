import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@uvmkit/vmutils';
import { chooseEngine, type EngineChoice } from '../src/engine/choose-engine.js';

describe('chooseEngine', () => {
  let folder: string;
  const { PATH, UVMKIT_CACHE } = process.env;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uvmkit-engine-'));
    process.env['PATH'] = join(folder, 'bin');
    process.env['UVMKIT_CACHE'] = join(folder, 'cache');
  });
  afterEach(async () => {
    process.env['PATH'] = PATH;
    if (UVMKIT_CACHE === undefined) delete process.env['UVMKIT_CACHE'];
    else process.env['UVMKIT_CACHE'] = UVMKIT_CACHE;
    await rm(folder, { recursive: true });
  });

  const choose = async (choice: EngineChoice, bootFiles?: string) => {
    const notes: string[] = [];
    const note = (message: string): void => void notes.push(message);
    await using engine = await chooseEngine(choice, { bootFiles, warm: false, logger: silentLogger, note });
    return { name: engine.name, notes };
  };

  const installQemu = async (): Promise<void> => {
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin', 'qemu-system-x86_64'), '#!/bin/sh\n');
    await chmod(join(folder, 'bin', 'qemu-system-x86_64'), 0o755);
  };

  test('without a QEMU, the engine that was asked for is unavailable, and says how to get it', async () => {
    await expect(choose('qemu')).rejects.toMatchObject({
      code: 'UVM_ENGINE_UNAVAILABLE',
      message: expect.stringContaining('uvm setup'),
    });
  });

  test('without a QEMU, auto takes the simulator, and says so', async () => {
    const { name, notes } = await choose('auto');
    expect(name).toBe('simulator');
    expect(notes).toEqual([expect.stringContaining('uvm setup')]);
  });

  test('with a QEMU and no boot files, they are what is missing', async () => {
    await installQemu();
    await expect(choose('qemu')).rejects.toMatchObject({ code: 'UVM_BOOT_FILES_MISSING' });
    expect((await choose('auto')).notes).toEqual([expect.stringMatching(/boot files.* uvm setup$/)]);
  });

  test('with both, auto takes QEMU and has nothing to say', async () => {
    await installQemu();
    expect(await choose('auto', folder)).toEqual({ name: 'qemu', notes: [] });
  });

  test('the simulator is taken when it is asked for, without a word', async () => {
    expect(await choose('simulator')).toEqual({ name: 'simulator', notes: [] });
  });
});
