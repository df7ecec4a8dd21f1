import { errors } from './errors.js';
import { trimSpace } from './param-fields.js';
import { quoteText } from './quote-text.js';

/** What dm-verity has to know about a device. */
export interface VerityConfig {
  readonly rootHash: string;
  readonly salt: string;
  readonly dataBlocks: bigint;
  /** Bytes, a multiple of 512. */
  readonly dataBlockSize: bigint;
  /** Bytes, a multiple of 512. */
  readonly hashBlockSize: bigint;
}

export const SECTOR_BYTES = 512n;
const MAX_UINT64 = 2n ** 64n - 1n;

/**
 * Reads `root_hash=…,salt=…,data_blocks=…,data_block_size=…,hash_block_size=…`, in any order; unknown names are ignored
 * and the last of equal names counts. A blank text means no verity: `undefined`.
 *
 * @throws UVM_VERITY_PARAMS with the reference's text as `reason`
 */
export const parseVerityParams = (text: string): VerityConfig | undefined => {
  if (trimSpace(text) === '') return undefined;
  const values = readEntries(text);
  const rootHash = required(values, 'root_hash');
  const dataBlocks = readNumber(values, 'data_blocks');
  const dataBlockSize = readNumber(values, 'data_block_size');
  const hashBlockSize = readNumber(values, 'hash_block_size');
  const salt = required(values, 'salt');
  refuseZero('data_blocks', dataBlocks);
  refuseZero('data_block_size', dataBlockSize);
  refuseZero('hash_block_size', hashBlockSize);
  refusePartOfSector('data_block_size', dataBlockSize);
  refusePartOfSector('hash_block_size', hashBlockSize);
  return { rootHash, salt, dataBlocks, dataBlockSize, hashBlockSize };
};

type Name = 'root_hash' | 'salt' | NumberName;
type NumberName = 'data_blocks' | 'data_block_size' | 'hash_block_size';

const readEntries = (text: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  for (const entry of text.split(',').map(trimSpace)) {
    if (entry === '') continue;
    const equals = entry.indexOf('=');
    if (equals === -1) throw wrong(`invalid kernel_verity_params entry: ${quoteText(entry)}`);
    values.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return values;
};

const required = (values: ReadonlyMap<string, string>, name: Name): string => {
  const value = values.get(name) ?? '';
  if (value === '') throw wrong(`missing kernel_verity_params ${name}`);
  return value;
};

/** Plain decimal digits. What is complained about is what comes first: a character, or the digit that is too much. */
const readNumber = (values: ReadonlyMap<string, string>, name: NumberName): bigint => {
  const text = required(values, name);
  const digits = /^[0-9]*/u.exec(text)?.[0] ?? '';
  const number = digits === '' ? 0n : BigInt(digits);
  if (number > MAX_UINT64) throw notANumber(name, text, 'value out of range');
  if (digits !== text) throw notANumber(name, text, 'invalid syntax');
  return number;
};

const refuseZero = (name: NumberName, value: bigint): void => {
  if (value === 0n) throw wrong(`invalid kernel_verity_params ${name}: must be non-zero`);
};

const refusePartOfSector = (name: NumberName, value: bigint): void => {
  if (value % SECTOR_BYTES !== 0n)
    throw wrong(`invalid kernel_verity_params ${name}: must be multiple of ${SECTOR_BYTES}`);
};

const notANumber = (name: NumberName, text: string, why: string) =>
  wrong(
    `invalid kernel_verity_params ${name} ${quoteText(text)}: strconv.ParseUint: parsing ${quoteText(text)}: ${why}`,
  );

const wrong = (reason: string) => errors.UVM_VERITY_PARAMS(reason, { reason });
