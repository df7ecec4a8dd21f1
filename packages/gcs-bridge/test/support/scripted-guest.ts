import { duplexPair, type Duplex } from 'node:stream';
import type { GuestListener, GuestSockets } from '@uvmkit/vmutils';
import {
  createFrameParser,
  encodeFrame,
  type Frame,
  messageTypes,
  nullGuid,
  responseTypeOf,
} from '../../src/index.js';

/** A request as a guest sees it. */
export interface Received {
  readonly type: number;
  readonly id: bigint;
  readonly body: Record<string, unknown>;
}

/** The guest's end of a bridge, driven by the test. */
export interface ScriptedGuest {
  /** The host's end. */
  readonly stream: Duplex;
  /** The guest's end. */
  readonly peer: Duplex;
  /** The next request. */
  next(): Promise<Received>;
  /** Answers a request with these fields beside a `Result` of 0. */
  answer(request: Received, fields?: object): void;
  send(type: number, id: bigint, body: string): void;
}

export const scriptedGuest = (): ScriptedGuest => {
  const [stream, peer] = duplexPair();
  const parser = createFrameParser();
  const arrived: Received[] = [];
  const waiting: ((request: Received) => void)[] = [];
  const take = ({ type, id, body }: Frame): void => {
    const request = {
      type,
      id,
      body: JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>,
    };
    const waiter = waiting.shift();
    if (waiter) waiter(request);
    else arrived.push(request);
  };
  peer.on('error', () => undefined);
  peer.on('data', (chunk: Buffer) => parser.push(chunk).frames.forEach(take));
  const send = (type: number, id: bigint, body: string): void => void peer.write(encodeFrame(type, id, body));
  return {
    stream,
    peer,
    send,
    next: async () => arrived.shift() ?? new Promise((resolve) => waiting.push(resolve)),
    answer: ({ type, id }, fields = {}) =>
      send(responseTypeOf(type), id, JSON.stringify({ Result: 0, ...fields })),
  };
};

export const negotiated = { ActivityId: nullGuid, Version: 4, Capabilities: { RuntimeOsType: 'Linux' } };

/** Answers the negotiation, which the host must ask for first. */
export const negotiateAs = async (guest: ScriptedGuest, fields: object = negotiated): Promise<Received> => {
  const request = await guest.next();
  expect(request.type).toBe(messageTypes.NegotiateProtocol);
  guest.answer(request, fields);
  return request;
};

/** Guest sockets whose guest side the test dials. */
export interface ScriptedSockets extends GuestSockets {
  /** Connects to a port of the host, as a guest does. Throws when nobody listens. */
  dial(port: number): Duplex;
  readonly listening: ReadonlySet<number>;
  /** The host's ends of the connections made so far. */
  readonly accepted: readonly Duplex[];
}

export const scriptedSockets = (): ScriptedSockets => {
  const ports = new Map<number, (stream: Duplex) => void>();
  const listening = new Set<number>();
  const accepted: Duplex[] = [];
  return {
    listening,
    accepted,
    dial(port) {
      const [host, guest] = duplexPair();
      const deliver = ports.get(port);
      if (!deliver) throw new Error(`nobody listens on ${port}`);
      accepted.push(host);
      deliver(host);
      return guest;
    },
    async listen(port): Promise<GuestListener> {
      let deliver: (stream: Duplex) => void;
      let refuse: (error: Error) => void;
      const connection = new Promise<Duplex>((resolve, reject) => ((deliver = resolve), (refuse = reject)));
      connection.catch(() => undefined);
      ports.set(port, (stream) => deliver(stream));
      listening.add(port);
      const close = async (): Promise<void> => {
        ports.delete(port);
        listening.delete(port);
        refuse(new Error('listener closed'));
      };
      return { port, accept: () => connection, close, [Symbol.asyncDispose]: close };
    },
    connect: () => Promise.reject(new Error('not used')),
  };
};
