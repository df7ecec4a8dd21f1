import { errors } from './errors.js';
import type { Param } from './param-list.js';
import { parseVerityParams, SECTOR_BYTES, type VerityConfig } from './verity-params.js';

/** How the guest reaches its root file system. */
export interface RootParamsOptions {
  /** `ext4`, `xfs` or `erofs`; empty means `ext4`. */
  readonly rootFsType: string;
  /** The image is a virtio-blk disk (`/dev/vda`) instead of an NVDIMM (`/dev/pmem0`). */
  readonly disableNvdimm: boolean;
  /** The file system uses the NVDIMM directly, without the page cache. */
  readonly dax: boolean;
  /** As for `parseVerityParams`; blank for none. */
  readonly verityParams: string;
}

const verityFlags: Readonly<Record<string, string>> = {
  ext4: 'data=ordered,errors=remount-ro ro',
  xfs: 'ro',
  erofs: 'ro',
};

const daxFlags: Readonly<Record<string, string>> = {
  ext4: 'dax,data=ordered,errors=remount-ro ro',
  xfs: 'dax ro',
  erofs: 'dax ro',
};

/**
 * The mount flags of a read-only root file system; an empty type means `ext4`.
 *
 * @throws UVM_ROOT_PARAMS for a type that the kernel is not known to boot from
 */
export const rootFlags = (rootFsType: string, dax = false): string => {
  const type = rootFsType === '' ? 'ext4' : rootFsType;
  const table = dax ? daxFlags : verityFlags;
  if (!Object.hasOwn(table, type)) throw wrong('unsupported rootfs type');
  return table[type] as string;
};

/**
 * The kernel parameters that name the root file system: `root`, `rootflags`, `rootfstype`, and in front of them
 * `dm-mod.create` when it is verified. The image holds it on its first partition, and its hashes on the second.
 *
 * @throws UVM_VERITY_PARAMS, UVM_ROOT_PARAMS
 */
export const kernelRootParams = (options: RootParamsOptions): readonly Param[] => {
  const { rootFsType, disableNvdimm, dax, verityParams } = options;
  const device = disableNvdimm ? '/dev/vda' : '/dev/pmem0p';
  const verity = parseVerityParams(verityParams);
  if (verity !== undefined)
    return [
      { key: 'dm-mod.create', value: `"${verityTable(verity, `${device}1`, `${device}2`)}"` },
      ...mountParams('/dev/dm-0', rootFsType, rootFlags(rootFsType)),
    ];
  if (dax && disableNvdimm) throw wrong('Virtio-Blk does not support DAX');
  return mountParams(`${device}1`, rootFsType, rootFlags(rootFsType, dax));
};

const mountParams = (root: string, rootFsType: string, flags: string): readonly Param[] => [
  { key: 'root', value: root },
  { key: 'rootflags', value: flags },
  { key: 'rootfstype', value: rootFsType === '' ? 'ext4' : rootFsType },
];

/** One line of the device mapper's table; the number of sectors is that of the data, modulo 2^64. */
const verityTable = (verity: VerityConfig, data: string, hashes: string): string => {
  const { rootHash, salt, dataBlocks, dataBlockSize, hashBlockSize } = verity;
  const sectors = BigInt.asUintN(64, (dataBlockSize / SECTOR_BYTES) * dataBlocks);
  return (
    `dm-verity,,,ro,0 ${sectors} verity 1 ${data} ${hashes} ${dataBlockSize} ${hashBlockSize} ` +
    `${dataBlocks} 0 sha256 ${rootHash} ${salt}`
  );
};

const wrong = (reason: string) => errors.UVM_ROOT_PARAMS(reason, { reason });
