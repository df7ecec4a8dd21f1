import type { AnyCodec } from '../codec/codec.js';
import type { JsonSchema } from './json-schema.js';

/**
 * The JSON Schema (draft 2020-12) of a codec, strict about unknown members. It holds what a schema can say: that text
 * is well-formed Unicode, and that a member is given once, only `decode` checks.
 */
export const jsonSchemaOf = (codec: AnyCodec): JsonSchema => {
  const definitions = new Map<string, JsonSchema>();
  const refer = (name: string, define: () => JsonSchema): JsonSchema => {
    if (!definitions.has(name)) {
      // Set before it is known, for types that contain themselves.
      definitions.set(name, {});
      definitions.set(name, define());
    }
    return { $ref: `#/$defs/${name}` };
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: codec.name,
    ...codec.shape.jsonSchema(refer),
    $defs: Object.fromEntries([...definitions].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
};
