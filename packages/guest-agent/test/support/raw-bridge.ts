import type { Duplex } from 'node:stream';
import { createFrameParser, encodeFrame } from '@uvmkit/gcs-bridge';

/** A response as it travelled. */
export interface RawResponse {
  readonly type: number;
  readonly id: bigint;
  readonly text: string;
  readonly body: { Result: number; ActivityId?: string } & Record<string, unknown>;
}

/** A host that sends whatever bytes a test likes. */
export interface RawBridge {
  readonly stream: Duplex;
  /** Sends a request and gives the next response. */
  ask(type: number, body: object | string, id?: bigint): Promise<RawResponse>;
  send(bytes: Uint8Array): void;
  /** The next response. */
  next(): Promise<RawResponse>;
}

export const rawBridge = (stream: Duplex): RawBridge => {
  const parser = createFrameParser();
  const arrived: RawResponse[] = [];
  const waiting: ((response: RawResponse) => void)[] = [];
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => {
    for (const { type, id, body } of parser.push(chunk).frames) {
      const text = Buffer.from(body).toString('utf8');
      const response = { type, id, text, body: JSON.parse(text) as RawResponse['body'] };
      const waiter = waiting.shift();
      if (waiter) waiter(response);
      else arrived.push(response);
    }
  });
  const next = async (): Promise<RawResponse> =>
    arrived.shift() ?? new Promise((resolve) => waiting.push(resolve));
  return {
    stream,
    next,
    send: (bytes) => void stream.write(bytes),
    ask(type, body, id = 1n) {
      stream.write(encodeFrame(type, id, typeof body === 'string' ? body : JSON.stringify(body)));
      return next();
    },
  };
};
