import { errors } from '../errors.js';

/** CPU or node numbers, ascending and without repetition. */
export type CpuSet = readonly number[];

/** Numbers that one list may name in all: far beyond any machine, and small enough for memory. */
export const MAX_LIST_NUMBERS = 1_048_576;

/** Numbers that follow one another. */
export interface NumberRange {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads a list as Linux prints it, `0-3,8,10-11`, range by range and with all digits. The empty text has no ranges.
 *
 * It is as lenient as container runtimes are: a plus sign is accepted, a range that descends is empty, and a piece with two
 * dashes is left out.
 *
 * @throws UVM_NUMA_LIST with the `piece` that is no number of 63 bits
 */
export const parseNumberRanges = (text: string): NumberRange[] => {
  if (text === '') return [];
  return text.split(',').flatMap((piece) => {
    const bounds = piece.split('-');
    if (bounds.length > 2) return [];
    const [first = 0n, last = first] = bounds.map((bound) => parseNumber(bound, text));
    return first <= last ? [{ first, last }] : [];
  });
};

const INT64_MAX = 2n ** 63n - 1n;

const parseNumber = (piece: string, text: string): bigint => {
  const isNumber = /^\+?\d{1,100}$/.test(piece);
  if (isNumber && BigInt(piece.replace('+', '')) <= INT64_MAX) return BigInt(piece.replace('+', ''));
  const reason = isNumber ? 'range' : 'syntax';
  throw errors.UVM_NUMA_LIST(`"${piece}" is no number.`, { text, piece, reason });
};

/**
 * The set that a list names, read as `parseNumberRanges` does.
 *
 * @throws UVM_NUMA_LIST also for numbers beyond 2^53 and for more numbers than `MAX_LIST_NUMBERS`
 */
export const parseCpuList = (text: string): CpuSet => {
  const numbers = new Set<number>();
  for (const { first, last } of parseNumberRanges(text)) {
    if (last > Number.MAX_SAFE_INTEGER || last - first >= MAX_LIST_NUMBERS - numbers.size) {
      throw errors.UVM_NUMA_LIST(`"${first}-${last}" is too much.`, {
        text,
        piece: `${first}-${last}`,
        reason: 'size',
      });
    }
    for (let number = Number(first); number <= Number(last); number++) numbers.add(number);
  }
  return Array.from(numbers).sort((a, b) => a - b);
};

/** Prints a set as Linux does. */
export const formatCpuList = (set: CpuSet): string => {
  const ranges: [first: number, last: number][] = [];
  for (const number of set) {
    const range = ranges.at(-1);
    if (range && range[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
};

/** The set that a text lists, or undefined where `parseCpuList` would throw. */
export const cpuListOrUndefined = (text: string): CpuSet | undefined => {
  try {
    return parseCpuList(text);
  } catch {
    return undefined;
  }
};
