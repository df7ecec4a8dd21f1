import fc from 'fast-check';
import { encodeFrame, encodeHeader, FrameType, HEADER_BYTES, type Frame } from '../src/frame.js';
import { createFrameParser, type ParsedFrames } from '../src/frame-parser.js';
import { MAX_HELLO_BYTES } from '../src/limits.js';

const LIMITS = { maxFrameBytes: 256 };

const payloadBytes: Readonly<Record<FrameType, fc.Arbitrary<number>>> = {
  [FrameType.hello]: fc.integer({ min: 2, max: MAX_HELLO_BYTES }),
  [FrameType.ready]: fc.constant(0),
  [FrameType.open]: fc.constant(8),
  [FrameType.accept]: fc.constant(4),
  [FrameType.reset]: fc.constant(0),
  [FrameType.data]: fc.integer({ min: 1, max: LIMITS.maxFrameBytes }),
  [FrameType.end]: fc.constant(0),
  [FrameType.credit]: fc.constant(4),
};

const frame: fc.Arbitrary<Frame> = fc.constantFrom(...Object.values(FrameType)).chain((type) =>
  payloadBytes[type].chain((size) =>
    fc.record({
      type: fc.constant(type),
      stream: type <= FrameType.ready ? fc.constant(0) : fc.integer({ min: 1, max: 0xffff_ffff }),
      payload: fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => Buffer.from(bytes)),
    }),
  ),
);

const encode = ({ type, stream, payload }: Frame): Buffer => encodeFrame(type, stream, payload);

const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
};

const parseAll = (chunks: readonly Buffer[]): ParsedFrames => {
  const parser = createFrameParser(LIMITS);
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    const parsed = parser.push(chunk);
    frames.push(...parsed.frames);
    if (parsed.problem !== undefined) return { frames, problem: parsed.problem };
  }
  return { frames };
};

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });

describe('frame parser', () => {
  test('frames come back whatever the chunks', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), sizes, (frames, chunkSizes) => {
        expect(parseAll(cut(Buffer.concat(frames.map(encode)), chunkSizes))).toEqual({ frames });
      }),
    );
  });

  test('random bytes never throw, and give the same whatever the chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), sizes, (bytes, chunkSizes) => {
        const whole = Buffer.from(bytes);
        expect(parseAll(cut(whole, chunkSizes))).toEqual(parseAll([whole]));
      }),
    );
  });

  test('one wrong byte in a valid stream never throws, and what comes out stays within limits', () => {
    const wrong = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 6 }),
        wrong,
        sizes,
        (frames, { at, value }, chunkSizes) => {
          const bytes = Buffer.concat(frames.map(encode));
          bytes[at % bytes.length] = value;
          const parsed = parseAll(cut(bytes, chunkSizes));
          const total = parsed.frames.reduce((sum, { payload }) => sum + HEADER_BYTES + payload.length, 0);
          expect(total).toBeLessThanOrEqual(bytes.length);
        },
      ),
    );
  });

  const header = (type: number, size: number, stream = type <= 2 ? 0 : 1): Buffer =>
    encodeHeader(type as FrameType, stream, size);

  test.each([
    ['data of no bytes', header(FrameType.data, 0), false],
    ['data of 1 byte', header(FrameType.data, 1), true],
    ['data one below the limit', header(FrameType.data, 255), true],
    ['data at the limit', header(FrameType.data, 256), true],
    ['data one above the limit', header(FrameType.data, 257), false],
    ['data of 4 GiB', header(FrameType.data, 0xffff_ffff), false],
    ['a greeting at the limit', header(FrameType.hello, MAX_HELLO_BYTES), true],
    ['a greeting one above the limit', header(FrameType.hello, MAX_HELLO_BYTES + 1), false],
    ['open of 7 bytes', header(FrameType.open, 7), false],
    ['open of 8 bytes', header(FrameType.open, 8), true],
    ['open of 9 bytes', header(FrameType.open, 9), false],
    ['type 0', header(0, 0), false],
    ['type 9', header(9, 0), false],
    ['data on the channel itself', header(FrameType.data, 1, 0), false],
    ['a greeting on a stream', header(FrameType.hello, 2, 1), false],
    ['reserved bytes in use', Buffer.from(header(FrameType.end, 0)).fill(1, 6, 7), false],
  ])('%s is judged by its header alone', (_, bytes, fine) => {
    expect(createFrameParser(LIMITS).push(bytes).problem === undefined).toBe(fine);
  });

  test('after a problem nothing is taken', () => {
    const parser = createFrameParser(LIMITS);
    const { problem } = parser.push(header(9, 0));
    expect(parser.push(header(FrameType.ready, 0))).toEqual({ frames: [], problem });
  });
});
