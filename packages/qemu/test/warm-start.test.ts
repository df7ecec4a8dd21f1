import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createFakeHost, type FakeHost } from './support/fake-host.js';

let host: FakeHost;
beforeEach(() => (host = createFakeHost()));
afterEach(() => {
  const leftovers = host.leftovers();
  const files = readdirSync(path.join(host.folder, 'cache/templates'));
  host.remove();
  expect([...leftovers, ...files.filter((name) => !/^[0-9a-f]{64}$/.test(name))]).toEqual([]);
});

const startWarm = async (scenario = 'fine', hypervisor = host.hypervisor()): Promise<void> => {
  const vm = await hypervisor.create(host.config(scenario), { warm: true });
  try {
    await vm.start();
  } finally {
    await vm[Symbol.asyncDispose]();
  }
};

const fileOf = (name: string): string =>
  path.join(host.folder, 'cache/templates', host.templates()[0] ?? '', name);
const bornAt = (): string => readFileSync(fileOf('manifest.json'), 'utf8');

describe('warm start', () => {
  test('makes a template once, also for several at a time', async () => {
    await Promise.all([startWarm(), startWarm(), startWarm('fine', host.hypervisor())]);
    expect(host.templates()).toHaveLength(1);
    const before = bornAt();
    await startWarm();
    expect(bornAt()).toBe(before);
  });

  test('another configuration has another template, another id has not', async () => {
    const hypervisor = host.hypervisor();
    for (const over of [{ id: 'one' }, { id: 'two' }, { vcpus: 2 }]) {
      const vm = await hypervisor.create(host.config('fine', over), { warm: true });
      await vm.start();
      await vm.stop();
    }
    expect(host.templates()).toHaveLength(2);
  });

  test('another RAM disk has another template', async () => {
    await startWarm();
    writeFileSync(path.join(host.folder, 'initrd'), 'another RAM disk!!!');
    await startWarm();
    expect(host.templates()).toHaveLength(2);
  });

  test.each<[string, () => void]>([
    ['a device state that is cut off', () => truncateSync(fileOf('state'), 3)],
    ['a memory file of another size', () => truncateSync(fileOf('ram'), 1)],
    ['a manifest that is no JSON', () => writeFileSync(fileOf('manifest.json'), '{')],
    ['a manifest of another kind', () => writeFileSync(fileOf('manifest.json'), '{"format":2}')],
    ['memory that QEMU refuses', () => writeFileSync(fileOf('ram'), 'BROKEN')],
  ])('%s is noticed, and the template made again', async (_, damage) => {
    await startWarm();
    damage();
    await startWarm();
    expect(readFileSync(fileOf('ram'), 'latin1')).toBe('MEMORY');
  });

  test('a template that never works is made twice, then the error says so', async () => {
    await expect(startWarm('clones-fail')).rejects.toMatchObject({ code: 'UVM_QEMU_TEMPLATE' });
    expect(host.templates()).toEqual([]);
  });

  test('a guest that fails before it can be saved fails the start at once', async () => {
    await expect(startWarm('dies')).rejects.toMatchObject({ code: 'UVM_QEMU_DIED' });
    await expect(startWarm('powers-off')).rejects.toMatchObject({ code: 'UVM_QEMU_START' });
    expect(host.templates()).toEqual([]);
  });

  test('aborting the making leaves nothing', async () => {
    for (const delayMs of [0, 30, 70, 110, 150]) {
      const vm = await host.hypervisor().create(host.config(), { warm: true });
      const abort = new AbortController();
      setTimeout(() => abort.abort(), delayMs);
      await vm.start({ signal: abort.signal }).catch(() => undefined);
      await vm[Symbol.asyncDispose]();
      expect(host.leftovers()).toEqual([]);
    }
    await startWarm();
  });
});
