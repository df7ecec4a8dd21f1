import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleStore } from '../../src/image/module-store.js';
import { kernelModule } from './elf-object.js';

describe('ModuleStore', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'uvmkit-modules-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const storeOf = async (modules: Readonly<Record<string, string>>, builtin = ''): Promise<ModuleStore> => {
    await mkdir(join(folder, 'kernel', 'drivers'), { recursive: true });
    for (const [file, depends] of Object.entries(modules)) {
      await writeFile(join(folder, 'kernel', 'drivers', `${file}.ko`), kernelModule({ depends, name: file }));
    }
    await writeFile(join(folder, 'modules.builtin'), builtin);
    return ModuleStore.open(folder);
  };

  const order = async (store: ModuleStore, wanted: readonly string[]): Promise<readonly string[]> =>
    (await store.closure(wanted)).modules.map(({ name }) => name);

  test('what a module needs comes before it, each once', async () => {
    const store = await storeOf({
      'virtio-pci': 'virtio,virtio_ring',
      virtio: 'virtio_ring',
      virtio_ring: '',
    });
    expect(await order(store, ['virtio_pci', 'virtio'])).toEqual(['virtio_ring', 'virtio', 'virtio_pci']);
  });

  test('what is built into the kernel needs no module', async () => {
    const store = await storeOf({ ext4: 'jbd2' }, 'kernel/fs/jbd2/jbd2.ko\nkernel/fs/overlayfs/overlay.ko\n');
    expect(await store.closure(['ext4', 'overlay'])).toMatchObject({
      modules: [{ name: 'ext4' }],
      missing: [],
    });
  });

  test('a wanted module that the kernel does not have is reported, a needed one is an error', async () => {
    const store = await storeOf({ lonely: 'absent' });
    expect(await store.closure(['nine_p'])).toEqual({ modules: [], missing: ['nine_p'] });
    await expect(store.closure(['lonely'])).rejects.toMatchObject({
      code: 'UVM_IMAGE_KERNEL_MODULE',
      data: { name: 'absent' },
    });
  });

  test('modules that need one another do not loop', async () => {
    expect(await order(await storeOf({ a: 'b', b: 'a' }), ['a'])).toEqual(['b', 'a']);
  });

  test('a folder that is not there is a source that is missing', async () => {
    await expect(ModuleStore.open(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'UVM_IMAGE_SOURCE',
    });
  });
});
