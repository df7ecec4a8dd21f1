import type { Duplex } from 'node:stream';
import { type Logger, type UvmError, waitFor, type WaitOptions } from '@uvmkit/vmutils';
import type { ResponseBase } from './codecs/common.js';
import { decodeResponse } from './decode-response.js';
import { errors } from './errors.js';
import { encodeFrame, type Frame } from './frame.js';
import { createFrameParser } from './frame-parser.js';
import { describeType, kindOf, messageKinds, responseTypeOf } from './message-type.js';
import type { Message } from './messages.js';

/** Requests and their answers over one connection. */
export interface RequestChannel {
  /**
   * Sends a request and waits for its answer. There is no cancel message: a request that is given up by deadline or
   * signal is still carried out by the guest, and its answer is ignored.
   */
  request<Request, Response extends ResponseBase>(
    message: Message<Request, Response>,
    request: Request,
    options?: WaitOptions,
  ): Promise<Response>;
  /** Resolves once when the connection has ended: with an error unless either side closed it in good order. */
  readonly closed: Promise<UvmError | undefined>;
  /** Ends the connection; what is outstanding fails. Closing twice is fine. */
  close(): void;
}

export interface RequestChannelOptions {
  readonly stream: Duplex;
  readonly logger: Logger;
  /** The id of the first request; later ones count upward. */
  readonly firstId: bigint;
  /** The largest frame taken from the guest, header included. */
  readonly maxFrameBytes: number;
}

interface Pending {
  settle(frame: Frame): void;
  fail(error: UvmError): void;
}

export const createRequestChannel = ({
  stream,
  logger,
  firstId,
  maxFrameBytes,
}: RequestChannelOptions): RequestChannel => {
  const parser = createFrameParser(maxFrameBytes);
  const pending = new Map<bigint, Pending>();
  let nextId = firstId;
  let ended: UvmError | undefined;
  let resolveClosed: (error: UvmError | undefined) => void;
  const closed = new Promise<UvmError | undefined>((resolve) => (resolveClosed = resolve));

  const end = (why?: UvmError): void => {
    if (ended !== undefined) return;
    ended = errors.UVM_BRIDGE_CLOSED('', {}, why && { cause: why });
    stream.destroy();
    for (const { fail } of pending.values()) fail(ended);
    pending.clear();
    resolveClosed(why);
  };

  const takeResponse = (frame: Frame): void => {
    const waiting = pending.get(frame.id);
    if (waiting === undefined) {
      // Answers to abandoned requests do come, and after a reconnect answers to those of an earlier connection.
      logger.debug('ignored an answer that nobody waits for', {
        id: frame.id,
        type: describeType(frame.type),
      });
      return;
    }
    pending.delete(frame.id);
    waiting.settle(frame);
  };

  const take = (frame: Frame): void => {
    const kind = kindOf(frame.type);
    if (kind === messageKinds.response) takeResponse(frame);
    else if (kind === messageKinds.notification) {
      logger.debug('ignored a notification: no container is tracked', { bytes: frame.body.length });
    } else {
      const type = describeType(frame.type);
      end(
        errors.UVM_BRIDGE_PROTOCOL(`It sent ${type}, which is neither an answer nor a notification.`, {
          type,
        }),
      );
    }
  };

  stream.on('data', (chunk: Uint8Array) => {
    const { frames, error } = parser.push(chunk);
    for (const frame of frames) if (ended === undefined) take(frame);
    if (error !== undefined) end(error);
  });
  stream.on('error', (cause) => end(errors.UVM_BRIDGE_CLOSED(cause.message, {}, { cause })));
  stream.on('end', () => {
    const { pendingBytes } = parser;
    end(
      pendingBytes === 0
        ? undefined
        : errors.UVM_BRIDGE_PROTOCOL('Its last frame is cut off.', { pendingBytes }),
    );
  });
  stream.on('close', () => end());

  return {
    closed,
    close: () => end(),
    async request(message, request, { signal, timeoutMs = message.timeoutMs } = {}) {
      if (ended !== undefined) throw ended;
      const id = nextId;
      nextId = BigInt.asUintN(64, nextId + 1n);
      return waitFor(
        `the guest to answer ${message.name}`,
        { signal, timeoutMs },
        (given) =>
          new Promise((resolve, reject) => {
            given.addEventListener('abort', () => pending.delete(id), { once: true });
            pending.set(id, {
              fail: reject,
              settle: (frame) => {
                const response =
                  frame.type === responseTypeOf(message.type)
                    ? decodeResponse(message, frame.body)
                    : errors.UVM_BRIDGE_REPLY(
                        `${message.name} was answered by ${describeType(frame.type)}.`,
                        {
                          message: message.name,
                        },
                      );
                if (response instanceof Error) reject(response);
                else resolve(response);
              },
            });
            stream.write(encodeFrame(message.type, id, `${JSON.stringify(request)}\n`));
          }),
      );
    },
  };
};
