const SHOWN_CHARACTERS = 60;

/** A value in few words, for people. Safe for any value of any size. */
export const describeValue = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case 'string':
      return describeText(value);
    case 'object':
      return 'an object';
    case 'number':
    case 'boolean':
      return String(value);
    case 'bigint':
      return describeDigits(value);
    case 'undefined':
      return 'nothing';
    default:
      return `a ${typeof value}`;
  }
};

const describeText = (value: string): string =>
  value.length > SHOWN_CHARACTERS
    ? `${JSON.stringify(value.slice(0, SHOWN_CHARACTERS))}… (${value.length} characters)`
    : JSON.stringify(value);

/** Printing a bigint takes time that grows with its square, so a monstrous one is only named. */
const describeDigits = (value: bigint): string =>
  BigInt.asIntN(256, value) === value ? value.toString() : 'a number of more than 256 bits';
