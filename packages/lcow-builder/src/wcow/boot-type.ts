import type { Problem } from '../problems/problem.js';
import type { BlockCimBootFiles, VmbFsBootFiles, WcowOptions } from './wcow-options.js';

/** The boot type as the reference counts it; what it does not know stays as it is. */
export const bootTypeNumber = ({ bootType }: VmbFsBootFiles | BlockCimBootFiles): number | string =>
  bootType === 'vmbFs' ? 0 : bootType === 'blockCim' ? 1 : bootType;

/** The boot files of an ordinary VM, or why they are not. */
export const vmbFsFiles = ({ bootFiles }: WcowOptions): NonNullable<VmbFsBootFiles['vmbFs']> | Problem =>
  bootFiles?.bootType === 'vmbFs' && bootFiles.vmbFs !== undefined
    ? bootFiles.vmbFs
    : misfit(bootFiles, 'an ordinary', 'vmbFs', 'VmbFS');

/** The boot files of a confidential VM, or why they are not. */
export const blockCimFiles = ({
  bootFiles,
}: WcowOptions): NonNullable<BlockCimBootFiles['blockCim']> | Problem =>
  bootFiles?.bootType === 'blockCim' && bootFiles.blockCim !== undefined
    ? bootFiles.blockCim
    : misfit(bootFiles, 'a confidential', 'blockCim', 'BlockCIM');

const misfit = (
  bootFiles: WcowOptions['bootFiles'],
  kind: string,
  wanted: string,
  reference: string,
): Problem => ({
  path: 'bootFiles',
  rule: 'wcow-boot-type',
  value: bootFiles?.bootType,
  message: `This is not how ${kind} VM boots.`,
  remedy: `Give bootFiles with bootType '${wanted}'.`,
  reference: `expected ${reference} boot type, found: ${bootFiles ? bootTypeNumber(bootFiles) : 'none'}`,
});
