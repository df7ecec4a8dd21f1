/** A JSON Schema (draft 2020-12); the empty one allows anything. Bounds beyond 2^53 − 1 are bigints. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}
