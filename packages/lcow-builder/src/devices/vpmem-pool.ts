import type { Integer64 } from '@uvmkit/hcs-schema';
import { errors } from '../errors.js';
import { GREATEST_CLASS, regionBytes, regionClass } from './region-class.js';
import { SortedNumbers } from './sorted-numbers.js';

/** A part of a VPMem device. */
export interface Region {
  /** 0 to 6: 1 MiB · 4^class. */
  readonly regionClass: number;
  /** Bytes from the device's beginning. */
  readonly offset: number;
  readonly bytes: number;
}

interface Regions {
  readonly free: SortedNumbers;
  /** Handed out, or split into smaller ones. */
  readonly busy: SortedNumbers;
}

/** What the pool holds of one class, for looking at. */
export interface PoolClass {
  readonly regionClass: number;
  readonly free: readonly number[];
  readonly busy: readonly number[];
}

const SIBLINGS = 4;

/**
 * Hands out the 4 GiB of a VPMem device in regions of seven sizes, each four times the one before. A region is the
 * smallest that fits, at the lowest offset; larger ones are split when needed and put together again when all four
 * parts are free.
 */
export class VpmemPool {
  readonly #classes = new Map<number, Regions>();

  constructor() {
    this.#regions(GREATEST_CLASS).free.add(0);
  }

  /**
   * A region that holds so many bytes.
   *
   * @throws UVM_VPMEM_POOL `invalid memory class` when none is that large, `not enough space` when none is free
   */
  allocate(bytes: Integer64): Region {
    const wanted = regionClass(bytes);
    if (wanted > GREATEST_CLASS) throw wrong('invalid memory class', { bytes });
    const offset = this.#take(wanted);
    return { regionClass: wanted, offset, bytes: regionBytes(wanted) as number };
  }

  /**
   * Gives a region back.
   *
   * @throws UVM_VPMEM_POOL when it is not in use
   */
  release({ regionClass, offset }: Omit<Region, 'bytes'>): void {
    const regions = this.#classes.get(regionClass);
    if (regions === undefined) throw wrong('operation on empty pool', { regionClass, offset });
    if (!regions.busy.has(offset)) throw notInUse(regionClass, offset);
    regions.busy.delete(offset);
    regions.free.add(offset);
    this.#join(regionClass, offset);
  }

  /** Every class that was ever used, smallest first. */
  contents(): readonly PoolClass[] {
    return [...this.#classes]
      .sort(([one], [other]) => one - other)
      .map(([regionClass, { free, busy }]) => ({
        regionClass,
        free: [...free.values()],
        busy: [...busy.values()],
      }));
  }

  #take(wanted: number): number {
    if ((this.#classes.get(wanted)?.free.size ?? 0) === 0) this.#split(wanted + 1);
    const { free, busy } = this.#regions(wanted);
    const offset = free.shift() as number;
    busy.add(offset);
    return offset;
  }

  /** Makes four regions of the class below; a region for that may have to be split off first. */
  #split(parentClass: number): void {
    if (![...this.#classes].some(([found, { free }]) => found >= parentClass && free.size > 0))
      throw wrong('not enough space', { regionClass: parentClass - 1 });
    const offset = this.#take(parentClass);
    const { free } = this.#regions(parentClass - 1);
    const bytes = regionBytes(parentClass - 1) as number;
    for (let part = 0; part < SIBLINGS; part += 1) free.add(offset + part * bytes);
  }

  #join(regionClass: number, offset: number): void {
    const parent = this.#classes.get(regionClass + 1);
    const bytes = regionBytes(regionClass);
    if (parent === undefined || bytes === undefined) return;
    const first = offset - (offset % (bytes * SIBLINGS));
    const parts = Array.from({ length: SIBLINGS }, (_, part) => first + part * bytes);
    const { free } = this.#regions(regionClass);
    if (!parts.every((part) => free.has(part))) return;
    for (const part of parts) free.delete(part);
    // Not in use: it was released although it was split. Its parts are gone by now, as in the reference.
    if (!parent.busy.has(first)) throw notInUse(regionClass + 1, first);
    parent.busy.delete(first);
    parent.free.add(first);
    this.#join(regionClass + 1, first);
  }

  #regions(regionClass: number): Regions {
    const known = this.#classes.get(regionClass);
    if (known !== undefined) return known;
    const made: Regions = { free: new SortedNumbers(), busy: new SortedNumbers() };
    this.#classes.set(regionClass, made);
    return made;
  }
}

const notInUse = (regionClass: number, offset: number) =>
  wrong('no memory allocated at the given offset', { regionClass, offset });

const wrong = (reference: string, data: object) =>
  errors.UVM_VPMEM_POOL(`${reference}.`, { reference, ...data });
