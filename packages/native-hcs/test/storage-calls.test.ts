import type { OutPointer } from '../src/calls/c-types.js';
import { openNative, type Native } from '../src/calls/native.js';
import { libraries, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const DISK = 0x40n;
const E_HANDLE = 0x8007_0006 | 0;

withStandIn('computestorage', () => {
  let standIn: StandIn;
  let native: Native;

  beforeAll(async () => {
    standIn = openStandIn();
    native = await openNative(libraries);
  });
  beforeEach(() => standIn.reset());

  test('the mount path of a disk is a text that its taker frees', async () => {
    const path: OutPointer = [null];
    expect(await native.computestorage.HcsGetLayerVhdMountPath.async(DISK, path)).toBe(0);
    expect(standIn.count('documents')).toBe(1);
    expect(native.readText(path[0] ?? 0n)).toMatch(/^\\\\\?\\Volume\{[-0-9a-f]{36}\}$/);
    native.kernel32.LocalFree(path[0]);
    expect([standIn.count('documents'), standIn.count('badFrees')]).toEqual([0, 0]);
  });

  test('what is no disk has no mount path', async () => {
    const path: OutPointer = [null];
    expect(await native.computestorage.HcsGetLayerVhdMountPath.async(null, path)).toBe(E_HANDLE);
    expect(path).toEqual([null]);
  });

  test('a disk is formatted by its handle', async () => {
    expect(await native.computestorage.HcsFormatWritableLayerVhd.async(DISK)).toBe(0);
    expect(await native.computestorage.HcsFormatWritableLayerVhd.async(null)).toBe(E_HANDLE);
  });
});
