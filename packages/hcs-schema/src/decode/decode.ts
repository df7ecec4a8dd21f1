import type { AnyCodec } from '../codec/codec.js';
import { lenientScan, strictScan } from '../codec/scan.js';
import { errors } from '../errors.js';
import { parseQuickly, readText } from './read-text.js';
import type { Problem } from './problem.js';
import { Report } from './report.js';

export interface DecodeOptions {
  /** `strict` (the default) refuses members that the schema does not know; `lenient` keeps them and warns. */
  readonly mode?: 'strict' | 'lenient';
}

/** The document, or everything that is wrong with it. Warnings name what was kept although the schema lacks it. */
export type DecodeResult<A> =
  | { readonly ok: true; readonly value: A; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/**
 * Checks a document, given as a value or as JSON text (any string is taken as text).
 *
 * Text is read without rounding: whole numbers beyond 2^53 − 1 become bigints. The value is returned as it is, never
 * changed; nothing is thrown for bad input.
 *
 * @example
 * const result = decode(ComputeSystem, text);
 * if (!result.ok) for (const { path, expected, got, hint } of result.problems) console.error(path, expected, got, hint);
 */
export const decode = <A>(
  codec: AnyCodec<A>,
  input: unknown,
  options: DecodeOptions = {},
): DecodeResult<A> => {
  const strict = options.mode !== 'lenient';
  return typeof input === 'string' ? decodeText(codec, input, strict) : decodeValue(codec, input, strict);
};

/** As `decode`, but throws `UVM_SCHEMA_INVALID` with all problems in its data. */
export const decodeOrThrow = <A>(codec: AnyCodec<A>, input: unknown, options: DecodeOptions = {}): A => {
  const result = decode(codec, input, options);
  if (result.ok) return result.value;
  const [first] = result.problems;
  const more = result.problems.length > 1 ? `, and ${result.problems.length - 1} more` : '';
  const detail = `${codec.name}: ${first?.path || 'the document'} should be ${first?.expected}, got ${first?.got}${more}.`;
  throw errors.UVM_SCHEMA_INVALID(detail, { type: codec.name, problems: result.problems });
};

const decodeValue = <A>(codec: AnyCodec<A>, value: unknown, strict: boolean): DecodeResult<A> => {
  const scan = strict ? strictScan() : lenientScan();
  const fits = codec.shape.accepts(value, scan);
  if (fits && scan.remarks === 0) return { ok: true, value: value as A, warnings: [] };
  return explained(codec, value, new Report(strict));
};

/** The guard runs first, on what JSON.parse gives; the careful reader only where that may be wrong or has failed. */
const decodeText = <A>(codec: AnyCodec<A>, text: string, strict: boolean): DecodeResult<A> => {
  const scan = strict ? strictScan() : lenientScan();
  const parsed = parseQuickly(text);
  if (
    parsed &&
    codec.shape.accepts(parsed.value, scan) &&
    scan.remarks === 0 &&
    scan.members === parsed.members
  ) {
    return { ok: true, value: parsed.value as A, warnings: [] };
  }
  const report = new Report(strict);
  const read = readText(text, report);
  if (!read) return { ok: false, problems: report.problems, warnings: report.warnings };
  return explained(codec, read.value, report);
};

const explained = <A>(codec: AnyCodec<A>, value: unknown, report: Report): DecodeResult<A> => {
  codec.shape.explain(value, '', report);
  const { problems, warnings } = report;
  return problems.length === 0
    ? { ok: true, value: value as A, warnings }
    : { ok: false, problems, warnings };
};
