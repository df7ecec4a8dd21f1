import * as t from 'io-ts';

const wholeNumber = (name: string, least: number, most: number): t.Type<number> => {
  const is = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  );
};

export const Uint16 = wholeNumber('Uint16', 0, 0xffff);
export const Uint32 = wholeNumber('Uint32', 0, 0xffff_ffff);
export const Int32 = wholeNumber('Int32', -0x8000_0000, 0x7fff_ffff);
