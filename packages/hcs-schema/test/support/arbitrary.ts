import fc from 'fast-check';
import { integer64, jsonSchemaOf, type AnyCodec } from '../../src/index.js';

/** A JSON Schema node of the kinds that codecs make. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly [{ readonly enum: readonly string[] }, unknown];
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly items?: SchemaNode | true;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaNode | true>>;
  readonly required?: readonly string[];
  readonly propertyNames?: { readonly pattern: string };
  readonly additionalProperties?: SchemaNode | boolean;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

export const schemaOf = (codec: AnyCodec): SchemaNode => jsonSchemaOf(codec) as SchemaNode;

export const resolve = (node: SchemaNode | true, root: SchemaNode): SchemaNode | true => {
  if (node === true || Object.keys(node).length === 0) return true;
  return node.$ref === undefined ? node : (root.$defs?.[node.$ref.replace('#/$defs/', '')] ?? true);
};

const MEMBERS_AT_ONCE = 4;
const DEEPEST = 6;

/** Any well-formed string, with U+2028 and everything else that needs an escape now and then. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '<&>',
    '\u2028\u2029',
    '":',
    ':',
    'a\\',
    '\u0000\b\f\n\r\t\u007f',
    '1234567890123456789',
  ),
);

const name = text.filter((value) => value !== '__proto__');

/** Any JSON in the form in which these types hold it. */
const json = fc.oneof(
  fc
    .jsonValue({ maxDepth: 3 })
    .map((value) => JSON.parse(JSON.stringify(value)) as unknown)
    .filter(isHeldExactly),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(integer64),
);

function isHeldExactly(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, part]) => key !== '__proto__' && isHeldExactly(part));
}

const matchingStrings = new Map<string, fc.Arbitrary<string>>();

/** Made once for a pattern: fast-check tries hundreds of strings on each such arbitrary when it is made. */
const matching = (pattern: string): fc.Arbitrary<string> => {
  const made = matchingStrings.get(pattern) ?? fc.stringMatching(new RegExp(pattern));
  matchingStrings.set(pattern, made);
  return made;
};

export interface ArbitraryOptions {
  /** Only numbers up to 2^53 − 1, and little variety where anything is allowed. */
  readonly simple?: boolean;
}

/** Valid values of a codec, made from its JSON Schema, members in any order. */
export const arbitraryOf = (codec: AnyCodec, options: ArbitraryOptions = {}): fc.Arbitrary<unknown> => {
  const root = schemaOf(codec);

  const integer = ({ minimum = 0, maximum = 0 }: SchemaNode): fc.Arbitrary<unknown> => {
    const bound = BigInt(Number.MAX_SAFE_INTEGER);
    const [min, max] = [BigInt(minimum), BigInt(maximum)];
    const greatest = options.simple && max > bound ? bound : max;
    const least = options.simple && min < -bound ? -bound : min;
    return fc.oneof(
      fc.bigInt({ min: least, max: greatest }).map(integer64),
      fc.constantFrom(0, 1, integer64(least), integer64(greatest)),
    );
  };

  const record = (node: SchemaNode, depth: number): fc.Arbitrary<unknown> => {
    const properties = Object.entries(node.properties ?? {});
    const required = node.required ?? [];
    const optional = properties.filter(([key]) => !required.includes(key));
    const fewest = depth >= DEEPEST ? 0 : Math.min(MEMBERS_AT_ONCE, optional.length);
    return fc.shuffledSubarray(optional, { maxLength: fewest }).chain((chosen) => {
      const members = [...chosen, ...properties.filter(([key]) => required.includes(key))];
      return fc.record(Object.fromEntries(members.map(([key, part]) => [key, value(part, depth + 1)])), {
        noNullPrototype: true,
      });
    });
  };

  const string = ({ pattern, contentEncoding }: SchemaNode): fc.Arbitrary<unknown> => {
    if (contentEncoding)
      return fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    return pattern ? matching(pattern) : text;
  };

  const value = (given: SchemaNode | true, depth: number): fc.Arbitrary<unknown> => {
    const node = resolve(given, root);
    if (node === true) return options.simple ? fc.constantFrom(null, 1, 'x', [true], { a: {} }) : json;
    if (node.anyOf) return fc.constantFrom(...node.anyOf[0].enum);
    switch (node.type) {
      case 'string':
        return string(node);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return integer(node);
      case 'number':
        return fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((number) => number + 0);
      case 'array':
        return fc.array(value(node.items ?? true, depth + 1), {
          minLength: node.minItems ?? 0,
          maxLength: node.maxItems ?? (depth >= DEEPEST ? 0 : 3),
        });
      default:
        return node.properties ? record(node, depth) : dictionary(node, depth);
    }
  };

  const dictionary = (node: SchemaNode, depth: number): fc.Arbitrary<unknown> => {
    const names = node.propertyNames ? fc.integer({ min: 0, max: 30 }).map(String) : name;
    const of = node.additionalProperties;
    return fc.dictionary(names, value(typeof of === 'boolean' || of === undefined ? true : of, depth + 1), {
      maxKeys: depth >= DEEPEST ? 0 : 3,
      noNullPrototype: true,
    });
  };

  return value(root, 0);
};
