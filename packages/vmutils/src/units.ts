declare const unit: unique symbol;
type Unit<Name extends string> = { readonly [unit]: Name };

/** A whole number of mebibytes (2^20 bytes). HCS writes "MB" in field names and means this. */
export type MiB = number & Unit<'MiB'>;

/** A whole number of bytes. */
export type Bytes = number & Unit<'Bytes'>;

/** A vsock port: 0 to 2^32 − 1. */
export type Port = number & Unit<'Port'>;

const whole = (value: number, limit: number, name: string): number => {
  if (!Number.isSafeInteger(value) || value < 0 || value > limit)
    throw new RangeError(`not ${name}: ${value}`);
  return value;
};

export const mib = (value: number): MiB =>
  whole(value, Number.MAX_SAFE_INTEGER, 'a whole number of MiB') as MiB;
export const bytes = (value: number): Bytes =>
  whole(value, Number.MAX_SAFE_INTEGER, 'a whole number of bytes') as Bytes;
export const port = (value: number): Port => whole(value, 0xffff_ffff, 'a vsock port') as Port;

export const mibToBytes = (value: MiB): Bytes => bytes(value * 1_048_576);
