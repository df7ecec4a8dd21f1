import { Codec } from './codec.js';
import type { Shape } from './shape.js';
import { isText, text } from './strings.js';
import { uint32 } from './numbers.js';

declare const unlistedValue: unique symbol;

/**
 * A string that an enum of this schema does not list. Newer hosts have values that we do not know yet: decoding
 * keeps them and warns. In source code the type keeps misspelt values out; `unlisted` lets an intended one in.
 */
export type Unlisted = string & { readonly [unlistedValue]: true };

/** States that a string is meant, although the enum does not list it. */
export const unlisted = (value: string): Unlisted => value as Unlisted;

/** The listed values with the schema version that introduced each; null where no version is documented. */
export type Values<Value extends string> = Readonly<Record<Value, string | null>>;

/** An open enum of strings. `is` takes any string; `isListed` only those that this schema lists. */
export class EnumCodec<Value extends string> extends Codec<Value | Unlisted> {
  readonly values: readonly Value[];
  readonly isListed: (value: unknown) => value is Value;

  constructor(name: string, values: Values<Value>) {
    super(name, enumShape(name, values));
    this.values = Object.keys(values) as Value[];
    const listed = new Set<unknown>(this.values);
    this.isListed = (value): value is Value => listed.has(value);
  }
}

const enumShape = <Value extends string>(name: string, values: Values<Value>): Shape<Value | Unlisted> => {
  const since = new Map<unknown, string | null>(Object.entries<string | null>(values));
  const listed = Object.keys(values);
  return {
    accepts: (value, scan) => {
      if (since.has(value)) return true;
      scan.remarks += 1;
      return isText(value);
    },
    explain: (value, path, report) => {
      if (!isText(value)) text.explain(value, path, report);
      else if (!since.has(value)) report.unlistedValue(path, value, listed, name);
    },
    write: text.write,
    dropsEmpty: true,
    emptyText: '""',
    versions: (value, path, visit) => {
      const version = since.get(value);
      if (version) visit(path, version);
    },
    jsonSchema: (refer) => refer(name, () => ({ anyOf: [{ enum: listed }, { type: 'string' }] })),
  };
};

/** An open enum of numbers, or a mask of such bits. `values` gives each number by its name. */
export class NumberEnumCodec<Name extends string> extends Codec<number> {
  readonly values: Readonly<Record<Name, number>>;
  readonly isListed: (value: unknown) => value is number;

  constructor(name: string, values: Readonly<Record<Name, number>>, kind: 'value' | 'mask') {
    const isListed = kind === 'mask' ? isMaskOf(values) : isOneOf(values);
    super(name, numberShape(name, isListed, Object.keys(values)));
    this.values = values;
    this.isListed = isListed;
  }
}

type NumberGuard = (value: unknown) => value is number;

const isOneOf = (values: Readonly<Record<string, number>>): NumberGuard => {
  const listed = new Set<unknown>(Object.values(values));
  return (value): value is number => listed.has(value);
};

const isMaskOf = (values: Readonly<Record<string, number>>): NumberGuard => {
  const all = Object.values(values).reduce((mask, bit) => mask | bit, 0);
  return (value): value is number => typeof value === 'number' && (value & ~all) === 0;
};

const numberShape = (name: string, isListed: NumberGuard, names: readonly string[]): Shape<number> => ({
  ...uint32,
  accepts: (value, scan) => {
    if (!isListed(value)) scan.remarks += 1;
    return uint32.accepts(value, scan);
  },
  explain: (value, path, report) => {
    const before = report.problems.length;
    uint32.explain(value, path, report);
    if (report.problems.length === before && !isListed(value)) report.unlistedValue(path, value, names, name);
  },
  jsonSchema: (refer) => refer(name, () => uint32.jsonSchema(refer)),
});
