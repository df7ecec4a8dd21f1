import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** The version of the channel's protocol that this package speaks. */
export const PROTOCOL_VERSION = 1;

const HostHello = t.type(
  {
    version: t.number,
    /** The host's wall clock in nanoseconds since 1970, as decimal digits. */
    timeNs: t.string,
    /** The name the guest shall take; empty leaves it alone. */
    hostname: t.string,
  },
  'HostHello',
);

const GuestHello = t.type({ version: t.number, agentVersion: t.string }, 'GuestHello');

/** The greeting of each end, without what the multiplexer adds. */
export interface Hellos {
  readonly host: Omit<t.TypeOf<typeof HostHello>, 'version'>;
  readonly guest: Omit<t.TypeOf<typeof GuestHello>, 'version'>;
}

/** An end of the channel. */
export type Role = keyof Hellos;

/** The end at the other side. */
export type Peer<R extends Role> = R extends 'host' ? 'guest' : 'host';

/** What an end says of itself when the channel opens. */
export type Hello<R extends Role = Role> = Hellos[R];

const codecs = { host: HostHello, guest: GuestHello };

export const encodeHello = (hello: Hello): Buffer =>
  Buffer.from(JSON.stringify({ version: PROTOCOL_VERSION, ...hello }));

/** The greeting in a frame, or what is wrong with it. Unknown members are left for later versions. */
export const decodeHello = <R extends Role>(
  role: R,
  payload: Buffer,
): { readonly hello: Hello<R> } | { readonly problem: string } | { readonly version: number } => {
  let value: unknown;
  try {
    value = JSON.parse(payload.toString('utf8'));
  } catch {
    return { problem: 'the greeting is not JSON' };
  }
  const codec: t.Decoder<unknown, { readonly version: number }> = codecs[role];
  const decoded = codec.decode(value);
  if (!isRight(decoded)) return { problem: `the greeting is not that of a ${role}` };
  const { version, ...hello } = decoded.right;
  return version === PROTOCOL_VERSION ? { hello: hello as unknown as Hello<R> } : { version };
};
