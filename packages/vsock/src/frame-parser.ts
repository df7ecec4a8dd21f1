import { FrameType, HEADER_BYTES, type Frame } from './frame.js';
import { MAX_HELLO_BYTES, type MultiplexerLimits } from './limits.js';

export interface ParsedFrames {
  readonly frames: readonly Frame[];
  /** What is wrong with the bytes after `frames`. The parser takes nothing more. */
  readonly problem?: string;
}

export interface FrameParser {
  /** Cuts the next bytes of the channel into frames. Payloads may be views of `chunk`. Never throws. */
  push(chunk: Buffer): ParsedFrames;
}

type PayloadRule = readonly [min: number, max: number, onChannel: boolean];

const payloadRules = (maxFrameBytes: number): ReadonlyMap<number, PayloadRule> =>
  new Map<FrameType, PayloadRule>([
    [FrameType.hello, [2, MAX_HELLO_BYTES, true]],
    [FrameType.ready, [0, 0, true]],
    [FrameType.open, [8, 8, false]],
    [FrameType.accept, [4, 4, false]],
    [FrameType.reset, [0, 0, false]],
    [FrameType.data, [1, maxFrameBytes, false]],
    [FrameType.end, [0, 0, false]],
    [FrameType.credit, [4, 4, false]],
  ]);

/** A parser for hostile bytes: it checks a header before it waits, or reserves memory, for the payload. */
export const createFrameParser = ({
  maxFrameBytes,
}: Pick<MultiplexerLimits, 'maxFrameBytes'>): FrameParser => {
  const rules = payloadRules(maxFrameBytes);
  const header = Buffer.alloc(HEADER_BYTES);
  let headerFilled = 0;
  let payload: Buffer | undefined;
  let payloadFilled = 0;
  let problem: string | undefined;

  const checkHeader = (): string | undefined => {
    const length = header.readUInt32LE(0);
    const type = header.readUInt8(4);
    const stream = header.readUInt32LE(8);
    const rule = rules.get(type);
    if (rule === undefined) return `frame type ${type} is unknown`;
    if (header.readUIntLE(5, 3) !== 0) return 'reserved header bytes are not zero';
    const [min, max, onChannel] = rule;
    if (length < min || length > max)
      return `frame type ${type} has ${length} payload bytes, not ${min} to ${max}`;
    if ((stream === 0) !== onChannel) return `frame type ${type} cannot belong to stream ${stream}`;
    return undefined;
  };

  const push = (chunk: Buffer): ParsedFrames => {
    const frames: Frame[] = [];
    let at = 0;
    while (problem === undefined && at < chunk.length) {
      if (headerFilled < HEADER_BYTES) {
        const copied = chunk.copy(header, headerFilled, at);
        at += copied;
        headerFilled += copied;
        if (headerFilled < HEADER_BYTES) break;
        problem = checkHeader();
        if (problem !== undefined) break;
      }
      const length = header.readUInt32LE(0);
      let whole: Buffer | undefined;
      if (payload === undefined && chunk.length - at >= length) {
        whole = chunk.subarray(at, at + length);
        at += length;
      } else {
        payload ??= Buffer.allocUnsafe(length);
        const copied = chunk.copy(payload, payloadFilled, at, at + length - payloadFilled);
        at += copied;
        payloadFilled += copied;
        if (payloadFilled === length) whole = payload;
      }
      if (whole === undefined) break;
      frames.push({ type: header.readUInt8(4) as FrameType, stream: header.readUInt32LE(8), payload: whole });
      headerFilled = 0;
      payload = undefined;
      payloadFilled = 0;
    }
    return problem === undefined ? { frames } : { frames, problem };
  };

  return { push };
};
