import type * as koffiModule from 'koffi';

export type Koffi = (typeof koffiModule)['default'];
export type KoffiType = Parameters<Koffi['sizeof']>[0];

/** A type of the C interface, and the TypeScript type that a value of it has on this side. */
export interface CType<T> {
  /** Made anew for every copy of koffi: its named types are global to the process, these have no names. */
  readonly build: (koffi: Koffi) => KoffiType;
  /** Never set: carries the TypeScript type. */
  readonly value?: T;
}

/** An address; koffi gives bigints, and null for 0. */
export type Pointer = bigint | null;

const primitive = <T>(name: string): CType<T> => ({ build: () => name });

export const nothing = primitive<void>('void');
export const u16 = primitive<number>('uint16_t');
export const i32 = primitive<number>('int32_t');
export const u32 = primitive<number>('uint32_t');
export const u64 = primitive<number | bigint>('uint64_t');
/** Signed, negative for a failure. */
export const hresult = i32;
/** BOOL: 0 for a failure, whose reason `GetLastError` has. */
export const bool32 = i32;
/** A handle or any other address. */
export const pointer = primitive<Pointer>('void *');
/** SOCKET, read as a signed number of pointer width: -1 for none. */
export const socket = primitive<number | bigint>('intptr_t');
/** PCWSTR: UTF-16, ended by NUL; null is NULL. */
export const text = primitive<string | null>('str16');
/** The bytes of an array or Buffer, to be read or filled by the call. It has to live as long as the call. */
export const bytes = primitive<Uint8Array | null>('void *');

/** Where the call leaves an address: the only element of an array that the caller brings. */
export type OutPointer = [Pointer];
export const outPointer: CType<OutPointer> = { build: (koffi) => koffi.out(koffi.pointer('void *')) };

/** Where the call leaves a 32-bit number. */
export type OutNumber = [number];
export const outU32: CType<OutNumber> = { build: (koffi) => koffi.out(koffi.pointer('uint32_t')) };
/** A 32-bit number that the call reads and replaces. */
export const inOutU32: CType<OutNumber> = { build: (koffi) => koffi.inout(koffi.pointer('uint32_t')) };
