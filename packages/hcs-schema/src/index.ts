export { decode, decodeOrThrow, type DecodeOptions, type DecodeResult } from './decode/decode.js';
export type { Problem, ProblemCode } from './decode/problem.js';
export { print, type PrintAs, type PrintOptions } from './print/print.js';

export { checkVersion, minimumSchemaVersion, type VersionOptions } from './version/check-version.js';
export { compareVersions, schemaVersion, versionText, type SchemaVersion } from './version/schema-version.js';

export { jsonSchemaOf } from './json-schema/json-schema-of.js';
export type { JsonSchema } from './json-schema/json-schema.js';
export { topLevelDocuments } from './json-schema/top-level-documents.js';

export { Codec, type AnyCodec } from './codec/codec.js';
export { EnumCodec, NumberEnumCodec, unlisted, type Unlisted } from './codec/enums.js';
export { integer64, type Integer64 } from './codec/numbers.js';
export { limits } from './limits.js';

// The 263 types and 87 enums, listed name by name in their own index.
export * from './generated/index.js';
