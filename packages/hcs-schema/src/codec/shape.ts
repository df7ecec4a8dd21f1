import type { Report } from '../decode/report.js';
import type { JsonSchema } from '../json-schema/json-schema.js';
import type { Scan } from './scan.js';

/** Told of each member or value that needs a schema version. */
export type VersionVisitor = (path: string, since: string) => void;

/** Gives the schema by which a document refers to a named type, defining it on first use. */
export type SchemaReference = (name: string, define: () => JsonSchema) => JsonSchema;

/** Everything that is known about one kind of value. A combinator is a function that makes one of these. */
export interface Shape<A> {
  /** Only a type: the values of this shape. */
  readonly _A?: A;
  /** The guard. Fast; says nothing of why. Warnings that a full report would hold are counted in the scan. */
  accepts(value: unknown, scan: Scan): boolean;
  /** The slow twin of `accepts`: reports everything that is wrong with, or worth saying about, the value. */
  explain(value: unknown, path: string, report: Report): void;
  /**
   * The value as compact JSON. `compat` writes and leaves out what the reference encoder does. `depth` counts the
   * objects and lists around the value.
   */
  write(value: unknown, compat: boolean, depth: number): string;
  /** Whether the reference encoder drops empty values (`""`, `0`, `false`, `[]`, `{}`) of this kind. */
  readonly dropsEmpty: boolean;
  /** What the reference encoder writes for a value that was never set. */
  readonly emptyText: string;
  /** Names the schema versions that the value needs. */
  versions(value: unknown, path: string, visit: VersionVisitor): void;
  /** The JSON Schema of this kind of value. */
  jsonSchema(refer: SchemaReference): JsonSchema;
}
