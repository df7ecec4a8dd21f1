import type { UvmError } from '@uvmkit/vmutils';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Errors, Type } from 'io-ts';
import { errors } from '../../errors.js';

/** Problems and characters of a malformed document that an error carries along. */
const SHOWN_PROBLEMS = 5;
const SHOWN_TEXT = 1000;

/**
 * Reads a document of the host network service. Members that the codec does not know are kept.
 *
 * @throws UVM_NATIVE_MALFORMED_RESULT when there is none, or it is not of that type
 */
export const readHcnDocument = <A>(codec: Type<A>, text: string | undefined, what: string): A => {
  if (text === undefined) throw malformed(`There is no document: ${what}.`, codec.name);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(`${what} is not JSON.`, codec.name, text, undefined, cause);
  }
  return readHcnValue(codec, value, what);
};

/** As `readHcnDocument`, for a value that was part of a document. */
export const readHcnValue = <A>(codec: Type<A>, value: unknown, what: string): A => {
  const read = codec.decode(value);
  if (!isLeft(read)) return read.right;
  const problems = pathsOf(read.left);
  throw malformed(`${what} is not of the expected shape.`, codec.name, JSON.stringify(value), problems);
};

const malformed = (
  detail: string,
  type: string,
  text?: string,
  problems?: readonly string[],
  cause?: unknown,
): UvmError =>
  errors.UVM_NATIVE_MALFORMED_RESULT(
    detail,
    {
      type,
      ...(text !== undefined && { text: text.slice(0, SHOWN_TEXT) }),
      ...(problems && { problems }),
    },
    cause === undefined ? undefined : { cause },
  );

/** Where the wrong members are: `IpConfigurations.0.PrefixLength`. */
const pathsOf = (problems: Errors): readonly string[] =>
  problems.slice(0, SHOWN_PROBLEMS).map(({ context }) =>
    context
      .map(({ key }) => key)
      .filter((key) => key !== '')
      .join('.'),
  );
