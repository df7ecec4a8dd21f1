/** A JSON Schema (draft 2020-12): `true` allows anything. Bounds beyond 2^53 − 1 are bigints. */
export type JsonSchema = true | { readonly [keyword: string]: unknown };
