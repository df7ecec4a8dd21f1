import type { AnyCodec } from '../codec/codec.js';
import { ComputeSystem } from '../generated/compute-system.js';
import { pretty } from './pretty.js';

export interface PrintOptions {
  /**
   * `hcsshim` gives the bytes of the reference encoder: what it leaves out as empty is left out, what it always writes
   * is written. Without it everything that is set is printed, zero, `false` and `""` too; only `undefined` is dropped.
   */
  readonly compat?: 'hcsshim';
  /** Line breaks, two spaces of indentation and no escapes beyond those of JSON: for people, not for comparing. */
  readonly pretty?: boolean;
}

/** Names the type of what is printed when that is not a `ComputeSystem`. */
export interface PrintAs<A> extends PrintOptions {
  readonly as: AnyCodec<A>;
}

/**
 * A document as JSON: members in the order of the schema, dictionaries in the order of their names' bytes, `<`, `>`,
 * `&`, U+2028 and U+2029 escaped, 64-bit numbers with all digits.
 *
 * @throws UVM_SCHEMA_UNPRINTABLE for what has no JSON form.
 */
export function print(document: ComputeSystem, options?: PrintOptions): string;
export function print<A>(document: NoInfer<A>, options: PrintAs<A>): string;
export function print(document: unknown, options: Partial<PrintAs<unknown>> = {}): string {
  const { shape } = options.as ?? ComputeSystem;
  const text = shape.write(document, options.compat === 'hcsshim', 0);
  return options.pretty ? pretty(text) : text;
}
