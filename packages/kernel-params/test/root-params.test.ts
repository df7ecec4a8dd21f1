import { kernelRootParams, parseVerityParams, rootFlags } from '../src/index.js';

const VERITY = 'root_hash=r,salt=s,data_blocks=8,data_block_size=4096,hash_block_size=512';
const plain = { rootFsType: '', disableNvdimm: false, dax: false, verityParams: '' };
const asText = (options: typeof plain) =>
  kernelRootParams(options).map(({ key, value }) => `${key}=${value}`);

const reasonOf = (compute: () => unknown): unknown => {
  try {
    compute();
  } catch (error) {
    return (error as { data: { reason: unknown } }).data.reason;
  }
  throw new Error('nothing was thrown');
};

describe('root parameters', () => {
  test('ext4 on an NVDIMM unless told otherwise', () => {
    expect(asText(plain)).toEqual([
      'root=/dev/pmem0p1',
      'rootflags=data=ordered,errors=remount-ro ro',
      'rootfstype=ext4',
    ]);
  });

  test('erofs with DAX', () => {
    expect(asText({ ...plain, rootFsType: 'erofs', dax: true })[1]).toBe('rootflags=dax ro');
  });

  test('DAX needs an NVDIMM, which is noticed before the file system', () => {
    const options = { ...plain, rootFsType: 'btrfs', dax: true, disableNvdimm: true };
    expect(reasonOf(() => kernelRootParams(options))).toBe('Virtio-Blk does not support DAX');
  });

  test('verity puts the device mapper in front and ignores DAX', () => {
    expect(asText({ ...plain, disableNvdimm: true, dax: true, verityParams: VERITY })).toEqual([
      'dm-mod.create="dm-verity,,,ro,0 64 verity 1 /dev/vda1 /dev/vda2 4096 512 8 0 sha256 r s"',
      'root=/dev/dm-0',
      'rootflags=data=ordered,errors=remount-ro ro',
      'rootfstype=ext4',
    ]);
  });

  test.each(['EXT4', 'ext4 ', 'constructor'])('%j is no file system type', (type) => {
    expect(reasonOf(() => rootFlags(type))).toBe('unsupported rootfs type');
  });

  test('the number of sectors wraps at 2^64', () => {
    const verityParams = VERITY.replace('data_blocks=8', 'data_blocks=18446744073709551615');
    expect(asText({ ...plain, verityParams })[0]).toContain('ro,0 18446744073709551608 verity');
  });
});

describe('verity parameters', () => {
  test.each(['', '  ', '\u3000'])('%j means none', (text) => {
    expect(parseVerityParams(text)).toBeUndefined();
  });

  test.each([
    [',', 'missing kernel_verity_params root_hash'],
    ['bad', 'invalid kernel_verity_params entry: "bad"'],
    ['root_hash=r', 'missing kernel_verity_params data_blocks'],
    [
      VERITY.replace('=8', '=-1'),
      'invalid kernel_verity_params data_blocks "-1": strconv.ParseUint: parsing "-1": invalid syntax',
    ],
    [
      VERITY.replace('=8', '=18446744073709551616'),
      'invalid kernel_verity_params data_blocks "18446744073709551616": strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
    [VERITY.replace('salt=s', 'salt='), 'missing kernel_verity_params salt'],
    [VERITY.replace('=8', '=0'), 'invalid kernel_verity_params data_blocks: must be non-zero'],
    [VERITY.replace('4096', '513'), 'invalid kernel_verity_params data_block_size: must be multiple of 512'],
    [VERITY.replace('=512', '=511'), 'invalid kernel_verity_params hash_block_size: must be multiple of 512'],
  ])('%j is refused', (text, reason) => {
    expect(reasonOf(() => parseVerityParams(text))).toBe(reason);
  });

  test('order, blanks and unknown names do not matter; the last of equal names counts', () => {
    expect(parseVerityParams(` x=1 ,${VERITY},\t data_blocks=9 ,`)).toEqual({
      rootHash: 'r',
      salt: 's',
      dataBlocks: 9n,
      dataBlockSize: 4096n,
      hashBlockSize: 512n,
    });
  });
});
