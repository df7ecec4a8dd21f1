import {
  memoryHost,
  perform,
  Plan9Shares,
  ScsiDisks,
  VpmemDevices,
  VsmbShares,
  windowsPaths,
  type DeviceChange,
  type DeviceRequest,
} from '../src/index.js';

/** Carries changes out and notes what was sent; the requests with these numbers, from 1, fail. */
const recorder = (...failing: number[]) => {
  const sent: string[] = [];
  const send = async ({ to, request }: DeviceRequest): Promise<void> => {
    const what =
      'ResourcePath' in request ? request.ResourcePath : (request as { ResourceType?: unknown }).ResourceType;
    sent.push(`${to} ${String(request.RequestType)} ${String(what).replace('VirtualMachine/Devices/', '')}`);
    if (failing.includes(sent.length)) throw new Error('refused');
  };
  return { sent, run: <T>(change: DeviceChange<T>): Promise<T> => perform(change, send) };
};

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('VPMem', () => {
  const layers = memoryHost({
    files: {
      'C:\\a.vhd': 1_048_576,
      'C:\\b.vhd': 5_000_000,
      'C:\\empty.vhd': 0,
      'C:\\huge.vhd': 4_294_967_297,
    },
  });
  const settings = {
    id: 'vm',
    guest: 'linux' as const,
    vpmemMaxCount: 2,
    vpmemMaxSizeBytes: 4_294_967_296,
    vpmemMultiMapping: true,
  };

  test('files are packed; the same file is counted and goes with its last user', async () => {
    const devices = new VpmemDevices(settings);
    const { sent, run } = recorder();
    const first = await run(devices.attach('C:\\a.vhd', layers));
    expect(first).toBe('/run/layers/p0-0-1048576');
    expect(await run(devices.attach('C:\\b.vhd', layers))).toBe('/run/layers/p0-16777216-5001216');
    expect(await run(devices.attach('C:\\a.vhd', layers))).toBe(first);
    await run(devices.detach('C:\\a.vhd'));
    await run(devices.detach('C:\\b.vhd'));
    await run(devices.detach('C:\\a.vhd'));
    expect(devices.contents()).toEqual([]);
    expect(sent).toEqual([
      'host Add VirtualPMem/Devices/0/Mappings/0',
      'host Add VirtualPMem/Devices/0/Mappings/16777216',
      'host Remove VirtualPMem/Devices/0/Mappings/16777216',
      'host Remove VirtualPMem/Devices/0/Mappings/0',
    ]);
  });

  test('a refused mapping gives its region back', async () => {
    const devices = new VpmemDevices(settings);
    const { run } = recorder(1);
    await expect(run(devices.attach('C:\\a.vhd', layers))).rejects.toEqual(code('UVM_DEVICE_REQUEST'));
    expect(await run(devices.attach('C:\\b.vhd', layers))).toBe('/run/layers/p0-0-5001216');
  });

  test('a root file system keeps device 0 to itself', async () => {
    const packed = { sizeInBytes: 8192, regionSizeInBytes: 1_048_576 };
    const devices = new VpmemDevices({
      ...settings,
      root: { hostPath: 'rootfs.vhd', guestPath: '/', packed },
    });
    expect(await recorder().run(devices.attach('C:\\a.vhd', layers))).toBe('/run/layers/p1-0-1048576');
  });

  test.each([
    ['an empty file', 'C:\\empty.vhd', 'UVM_DEVICE_NO_PLACE'],
    ['a file beyond 4 GiB', 'C:\\huge.vhd', 'UVM_DEVICE_NO_PLACE'],
    ['no file', 'C:\\none.vhd', 'UVM_DEVICE_FILE'],
  ])('%s is refused', async (_, path, expected) => {
    await expect(recorder().run(new VpmemDevices(settings).attach(path, layers))).rejects.toEqual(
      code(expected),
    );
  });

  test('without packing each file has a device, up to the number there is', async () => {
    const devices = new VpmemDevices({ ...settings, vpmemMultiMapping: false, vpmemMaxCount: 1 });
    const { run } = recorder();
    expect(await run(devices.attach('C:\\a.vhd', layers))).toBe('/run/layers/p0');
    await expect(run(devices.attach('C:\\b.vhd', layers))).rejects.toEqual(code('UVM_DEVICE_NO_PLACE'));
    await run(devices.detach('C:\\a.vhd'));
    await expect(run(devices.detach('C:\\a.vhd'))).rejects.toEqual(code('UVM_DEVICE_NOT_ATTACHED'));
  });

  test('a Windows guest has no VPMem', async () => {
    const devices = new VpmemDevices({ ...settings, guest: 'windows' });
    await expect(recorder().run(devices.detach('C:\\a.vhd'))).rejects.toEqual(code('UVM_DEVICE_UNSUPPORTED'));
  });
});

describe('SCSI disks', () => {
  const settings = {
    guest: 'linux' as const,
    controllerCount: 1,
    lunsPerController: 2,
    reservedSlots: [{ controller: 0, lun: 0 }],
  };
  const disk = { kind: 'virtual' as const, hostPath: 'C:\\d.vhdx', readOnly: false };

  test('equal disks share a place, equal mounts a path; the last release removes all', async () => {
    const disks = new ScsiDisks(settings);
    const { sent, run } = recorder();
    const one = await run(disks.attach(disk, { mount: { options: ['ro', 'a'] } }));
    const two = await run(disks.attach(disk, { mount: { options: ['a', 'ro'] } }));
    expect([one, two]).toEqual(Array(2).fill({ controller: 0, lun: 1, guestPath: '/run/mounts/scsi/m0' }));
    await run(disks.release(one));
    await run(disks.release(two));
    expect(sent).toEqual([
      'host Add Scsi/df6d0690-79e5-55b6-a5ec-c1e2f77f580a/Attachments/1',
      'guest Add MappedVirtualDisk',
      'guest Remove MappedVirtualDisk',
      'guest Remove SCSIDevice',
      'host Remove Scsi/df6d0690-79e5-55b6-a5ec-c1e2f77f580a/Attachments/1',
    ]);
  });

  test('a place that is reserved or taken is not given out', async () => {
    const disks = new ScsiDisks(settings);
    const { run } = recorder();
    await run(disks.attach(disk));
    await expect(run(disks.attach({ ...disk, readOnly: true }))).rejects.toEqual(code('UVM_DEVICE_NO_PLACE'));
  });

  test('a refused mount detaches the disk', async () => {
    const disks = new ScsiDisks(settings);
    const { sent, run } = recorder(2);
    await expect(run(disks.attach(disk, { mount: {} }))).rejects.toEqual(code('UVM_DEVICE_REQUEST'));
    expect(sent.at(-1)).toContain('host Remove');
    expect(await run(disks.attach(disk, { mount: {} }))).toMatchObject({
      lun: 1,
      guestPath: '/run/mounts/scsi/m0',
    });
  });

  test('a refused release can be repeated, a finished one cannot', async () => {
    const disks = new ScsiDisks(settings);
    const { run } = recorder(3);
    const attached = await run(disks.attach(disk, { mount: {} }));
    await expect(run(disks.release(attached))).rejects.toEqual(code('UVM_DEVICE_REQUEST'));
    await run(disks.release(attached));
    await expect(run(disks.release(attached))).rejects.toEqual(code('UVM_DEVICE_NOT_ATTACHED'));
  });

  test('an automatic path avoids one that somebody chose, except to be like the reference', async () => {
    const paths = async (compat?: 'hcsshim') => {
      const disks = new ScsiDisks({ ...settings, lunsPerController: 9, compat });
      const { run } = recorder();
      await run(disks.attach(disk, { mount: {}, guestPath: '/run/mounts/scsi/m1' }));
      return (await run(disks.attach({ ...disk, readOnly: true }, { mount: {} }))).guestPath;
    };
    expect(await paths()).toBe('/run/mounts/scsi/m2');
    expect(await paths('hcsshim')).toBe('/run/mounts/scsi/m1');
  });

  test.each(['evd://', 'evd:///x', 'nothing'])('%s names no extensible disk', async (hostPath) => {
    const change = new ScsiDisks(settings).attach({ kind: 'extensible', hostPath, readOnly: false });
    await expect(recorder().run(change)).rejects.toEqual(code('UVM_DEVICE_INVALID'));
  });

  test('two mounts cannot have one path', async () => {
    const disks = new ScsiDisks({ ...settings, lunsPerController: 9 });
    const { run } = recorder();
    await run(disks.attach(disk, { mount: {}, guestPath: '/x' }));
    const change = disks.attach({ ...disk, readOnly: true }, { mount: {}, guestPath: '/x' });
    await expect(run(change)).rejects.toEqual(code('UVM_DEVICE_INVALID'));
  });
});

describe('Plan9 shares', () => {
  const settings = { id: 'vm', guest: 'linux' as const, osBuild: 20348, noWritableFileShares: true };
  const folder = { hostPath: 'C:\\s', guestPath: '/s', readOnly: true };

  test('a name is used up even when the share is refused', async () => {
    const shares = new Plan9Shares(settings);
    const { run } = recorder(1);
    await expect(run(shares.add(folder))).rejects.toEqual(code('UVM_DEVICE_REQUEST'));
    expect(await run(shares.add(folder))).toEqual({ name: '1', guestPath: '/s' });
  });

  test.each([
    ['a writable one', { ...folder, readOnly: false }, settings, 'UVM_DEVICE_UNSUPPORTED'],
    ['one without a path', { ...folder, guestPath: '' }, settings, 'UVM_DEVICE_INVALID'],
    [
      'single files, early',
      { ...folder, allowedNames: ['f'] },
      { ...settings, osBuild: 18361 },
      'UVM_DEVICE_UNSUPPORTED',
    ],
    ['one in Windows', folder, { ...settings, guest: 'windows' as const }, 'UVM_DEVICE_UNSUPPORTED'],
  ])('%s is refused', async (_, wanted, given, expected) => {
    await expect(recorder().run(new Plan9Shares(given).add(wanted))).rejects.toEqual(code(expected));
  });
});

describe('VSMB shares', () => {
  const settings = {
    id: 'vm',
    guest: 'windows' as const,
    noWritableFileShares: false,
    noDirectMap: true,
    paths: windowsPaths,
    kindOf: (path: string) =>
      path.endsWith('.txt') ? ('file' as const) : path.includes('none') ? undefined : ('folder' as const),
  };

  test('files of one folder share it; one file is listed once, except to be like the reference', async () => {
    const files = async (compat?: 'hcsshim') => {
      const lists: unknown[] = [];
      const shares = new VsmbShares({ ...settings, compat });
      for (const path of ['C:\\s\\a.txt', 'C:\\s\\b.txt', 'C:\\s\\a.txt']) {
        await perform(shares.add(path, true), async ({ request }) => {
          if ('Settings' in request) lists.push((request.Settings as { AllowedFiles: unknown }).AllowedFiles);
        });
      }
      return lists;
    };
    expect(await files()).toEqual([['C:\\s\\a.txt'], ['C:\\s\\a.txt', 'C:\\s\\b.txt']]);
    expect((await files('hcsshim')).at(-1)).toEqual(['C:\\s\\a.txt', 'C:\\s\\b.txt', 'C:\\s\\a.txt']);
  });

  test('a share that may be mapped stays; removing it twice is refused, except to be like the reference', async () => {
    const removals = async (compat?: 'hcsshim') => {
      const shares = new VsmbShares({ ...settings, noDirectMap: false, compat });
      const { sent, run } = recorder();
      await run(shares.add('C:\\s', true));
      await run(shares.remove('C:\\s', true));
      expect(sent).toHaveLength(1);
      await run(shares.remove('C:\\s', true));
      return (await run(shares.add('C:\\s', true))).uses;
    };
    await expect(removals()).rejects.toEqual(code('UVM_DEVICE_NOT_ATTACHED'));
    expect(await removals('hcsshim')).toBe(0);
  });

  test('the guest path of a file is below its share', async () => {
    const shares = new VsmbShares(settings);
    const { guestPath } = await recorder().run(shares.add('C:\\s\\a.txt', false));
    expect(shares.guestPath('C:\\s\\a.txt', false)).toBe(`${guestPath}\\a.txt`);
    expect(() => shares.guestPath('C:\\s\\a.txt', true)).toThrow(code('UVM_DEVICE_NOT_ATTACHED'));
    expect(() => shares.guestPath('C:\\none', true)).toThrow(code('UVM_DEVICE_FILE'));
  });
});
