import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

const Greeting = t.type(
  {
    QMP: t.type({ version: t.type({ qemu: t.type({ major: t.number, minor: t.number, micro: t.number }) }) }),
  },
  'Greeting',
);
const Return = t.type({ return: t.unknown, id: t.number }, 'Return');
const Failure = t.intersection(
  [t.type({ error: t.type({ class: t.string, desc: t.string }) }), t.partial({ id: t.number })],
  'Failure',
);
const Event = t.intersection([t.type({ event: t.string }), t.partial({ data: t.UnknownRecord })], 'Event');

/** One event of QEMU, as its reference manual lists them. */
export interface QmpEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type QmpMessage =
  | { readonly kind: 'greeting' }
  | { readonly kind: 'return'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'failure';
      readonly id: number | undefined;
      readonly errorClass: string;
      readonly desc: string;
    }
  | { readonly kind: 'event'; readonly event: QmpEvent };

/** Reads one line of QMP; undefined when it is no message. */
export const parseQmpMessage = (line: string): QmpMessage | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const event = Event.decode(value);
  if (isRight(event))
    return { kind: 'event', event: { name: event.right.event, data: event.right.data ?? {} } };
  const failure = Failure.decode(value);
  if (isRight(failure)) {
    const { error, id } = failure.right;
    return { kind: 'failure', id, errorClass: error.class, desc: error.desc };
  }
  const answer = Return.decode(value);
  // `t.unknown` takes an absent member too.
  if (isRight(answer) && Object.hasOwn(value as object, 'return'))
    return { kind: 'return', id: answer.right.id, value: answer.right.return };
  return isRight(Greeting.decode(value)) ? { kind: 'greeting' } : undefined;
};
