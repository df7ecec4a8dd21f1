import { hcsError } from '@uvmkit/hcs';
import { decode, print, ResultError, type AnyCodec } from '@uvmkit/hcs-schema';
import type { ErrorData, UvmError } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import type { CallResult } from './result-text.js';

/** Problems and characters of a malformed document that an error carries along. */
const SHOWN_PROBLEMS = 5;
const SHOWN_TEXT = 1000;

/** The text of a parameter that may be left out: a document without members is NULL. */
export const optionalText = <A extends object>(codec: AnyCodec<A>, document: NoInfer<A>): string | null =>
  Object.keys(document).length === 0 ? null : print(document, { as: codec });

/**
 * Reads a document that the service returned. Members that the schema does not know are kept: newer systems have more.
 *
 * @param what names the document, as in "the properties of vm-1"
 * @throws UVM_NATIVE_MALFORMED_RESULT when there is none, or it is not of that type
 */
export const readDocument = <A>(codec: AnyCodec<A>, text: string | undefined, what: string): A => {
  if (text === undefined) throw malformed(`There is no document: ${what}.`, { type: codec.name });
  return readValue(codec, text, what, text);
};

/** As `readDocument`, for a value that was part of a document. */
export const readValue = <A>(
  codec: AnyCodec<A>,
  value: unknown,
  what: string,
  text = JSON.stringify(value),
): A => {
  const result = decode(codec, value, { mode: 'lenient' });
  if (result.ok) return result.value;
  const [first] = result.problems;
  throw malformed(
    `${what}: ${first?.path || 'the document'} should be ${first?.expected}, got ${first?.got}.`,
    {
      type: codec.name,
      text: text.slice(0, SHOWN_TEXT),
      problems: result.problems.slice(0, SHOWN_PROBLEMS),
    },
  );
};

/** As `readDocument`, for an array of such documents. */
export const readDocuments = <A>(
  codec: AnyCodec<A>,
  text: string | undefined,
  what: string,
): readonly A[] => {
  const type = `${codec.name}[]`;
  if (text === undefined) throw malformed(`There is no document: ${what}.`, { type });
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch (cause) {
    throw malformed(`${what} is not JSON.`, { type, text: text.slice(0, SHOWN_TEXT) }, cause);
  }
  if (!Array.isArray(items))
    throw malformed(`${what} is not an array.`, { type, text: text.slice(0, SHOWN_TEXT) });
  return items.map((item) => readValue(codec, item, what));
};

const malformed = (detail: string, data: ErrorData, cause?: unknown): UvmError =>
  errors.UVM_NATIVE_MALFORMED_RESULT(detail, data, cause === undefined ? undefined : { cause });

/** The typed error of a failed call. An error document that cannot be read becomes its cause, and hides nothing. */
export const callError = (what: string, { hresult, text }: CallResult): UvmError => {
  const detail = `${what} failed.`;
  if (text === undefined) return hcsError(hresult, { detail });
  try {
    return hcsError(hresult, {
      detail,
      document: readDocument(ResultError, text, 'the error document'),
    });
  } catch (cause) {
    return hcsError(hresult, { detail, cause });
  }
};
