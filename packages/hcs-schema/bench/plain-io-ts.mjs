// The same types written as one writes them with io-ts alone: partial, record, array, keyof, intersection for bounds.
import * as t from 'io-ts';

/** An io-ts codec for a JSON Schema made by this package. */
export const plainCodec = (schema, definitions = schema.$defs, made = new Map()) => {
  if (Object.keys(schema).length === 0) return t.unknown;
  if (schema.$ref) {
    const name = schema.$ref.replace('#/$defs/', '');
    if (!made.has(name)) {
      made.set(
        name,
        t.recursion(name, () => made.get(name)),
      );
      made.set(name, plainCodec(definitions[name], definitions, made));
    }
    return made.get(name);
  }
  if (schema.anyOf) return t.keyof(Object.fromEntries(schema.anyOf[0].enum.map((value) => [value, null])));
  switch (schema.type) {
    case 'string':
      return t.string;
    case 'boolean':
      return t.boolean;
    case 'integer':
    case 'number':
      return t.number;
    case 'array':
      return t.array(plainCodec(schema.items, definitions, made));
    default:
      if (!schema.additionalProperties && Object.keys(schema.properties).length === 0) return t.type({});
      return schema.properties
        ? t.partial(
            Object.fromEntries(
              Object.entries(schema.properties).map(([name, part]) => [
                name,
                plainCodec(part, definitions, made),
              ]),
            ),
          )
        : t.record(t.string, plainCodec(schema.additionalProperties, definitions, made));
  }
};
