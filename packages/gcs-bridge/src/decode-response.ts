import type { UvmError } from '@uvmkit/vmutils';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Errors } from 'io-ts';
import { ResponseBase } from './codecs/common.js';
import { errors } from './errors.js';
import { formatHresult, fromSignedHresult, hresults } from './hresult.js';
import type { Message } from './messages.js';

/** How much of a guest's own words goes into an error; guests echo whole requests. */
export const maxGuestWords = 2_000;

const shown = (text: string): string =>
  text.length > maxGuestWords ? `${text.slice(0, maxGuestWords)}…` : text;

const paths = (problems: Errors): readonly string[] =>
  problems.slice(0, 5).map(({ context }) =>
    context
      .map(({ key }) => key)
      .filter((key) => key !== '')
      .join('.'),
  );

const parse = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
};

const refusal = (name: string, response: ResponseBase): UvmError => {
  const hresult = formatHresult(fromSignedHresult(response.Result));
  const guestSays = shown(response.ErrorMessage ?? '');
  return errors.UVM_BRIDGE_REFUSED(`${name}: ${hresult}${guestSays === '' ? '' : ` (${guestSays})`}.`, {
    message: name,
    hresult,
    guestSays,
  });
};

/** The answer to one request, or why it is none. */
export const decodeResponse = <Request, Response extends ResponseBase>(
  { name, response }: Message<Request, Response>,
  body: Uint8Array,
): Response | UvmError => {
  const value = parse(body);
  if (ResponseBase.is(value) && fromSignedHresult(value.Result) !== hresults.ok) return refusal(name, value);
  if (response.is(value)) return value;
  const decoded = response.decode(value);
  const wrong = isLeft(decoded) ? paths(decoded.left) : [];
  return errors.UVM_BRIDGE_REPLY(`The answer to ${name} is not of the expected shape.`, {
    message: name,
    paths: wrong,
  });
};
