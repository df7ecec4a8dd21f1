import fc from 'fast-check';
import {
  createFrameParser,
  defaultMaxFrameBytes,
  encodeFrame,
  type Frame,
  frameHeaderBytes,
} from '../src/index.js';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const message = fc.record({ type: uint32, id: uint64, text: fc.string({ unit: 'binary', maxLength: 300 }) });

const readable = ({ type, id, body }: Frame) => ({ type, id, text: Buffer.from(body).toString('utf8') });

/** Cuts bytes at the given places. */
const split = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};

const header = (size: number): Buffer => {
  const bytes = Buffer.alloc(frameHeaderBytes);
  bytes.writeUInt32LE(size, 4);
  return bytes;
};

describe('createFrameParser', () => {
  test('gives back what was encoded, however the stream is split', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (sent, cuts) => {
          const bytes = Buffer.concat(sent.map(({ type, id, text }) => encodeFrame(type, id, text)));
          const parser = createFrameParser();
          const results = split(bytes, cuts).map((chunk) => parser.push(chunk));
          expect(results.flatMap(({ frames }) => frames.map(readable))).toEqual(
            sent.map(({ type, id, text }) => ({ type, id, text: Buffer.from(text).toString('utf8') })),
          );
          expect(results.every(({ error }) => error === undefined)).toBe(true);
          expect(parser.pendingBytes).toBe(0);
        },
      ),
    );
  });

  test('takes any bytes without throwing, and no byte after an error', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
        const parser = createFrameParser(64);
        let failed = false;
        for (const chunk of chunks) {
          const { frames, error } = parser.push(chunk);
          if (failed) expect(frames).toEqual([]);
          for (const { body } of frames) expect(body.length).toBeLessThanOrEqual(64 - frameHeaderBytes);
          failed ||= error !== undefined;
          expect(error !== undefined).toBe(failed);
        }
        expect(parser.pendingBytes).toBeLessThanOrEqual(64);
      }),
    );
  });

  test.each([
    [0, 'UVM_BRIDGE_FRAME'],
    [frameHeaderBytes - 1, 'UVM_BRIDGE_FRAME'],
    [frameHeaderBytes, undefined],
    [frameHeaderBytes + 1, undefined],
    [99, undefined],
    [100, undefined],
    [101, 'UVM_BRIDGE_FRAME'],
    [0xffff_ffff, 'UVM_BRIDGE_FRAME'],
  ])('with a limit of 100 bytes, a frame that says %i bytes gives %s', (size, code) => {
    expect(createFrameParser(100).push(header(size)).error?.code).toBe(code);
  });

  test('a frame of the header alone is complete at once', () => {
    expect(
      createFrameParser()
        .push(encodeFrame(1, 2n, ''))
        .frames.map(readable),
    ).toEqual([{ type: 1, id: 2n, text: '' }]);
  });

  test('announcing the largest frame costs no more than what was sent', () => {
    const before = process.memoryUsage().arrayBuffers;
    const parsers = Array.from({ length: 64 }, () => {
      const parser = createFrameParser();
      parser.push(header(defaultMaxFrameBytes));
      return parser;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(defaultMaxFrameBytes);
    expect(parsers[0]?.pendingBytes).toBe(frameHeaderBytes);
  });

  test('a body larger than the first allocation arrives whole', () => {
    const text = 'x'.repeat(1_000_000);
    const bytes = encodeFrame(1, 1n, text);
    const parser = createFrameParser();
    const frames = split(bytes, [10, 70_000, 70_001, 500_000]).flatMap((chunk) => parser.push(chunk).frames);
    expect(frames.map(readable)).toEqual([{ type: 1, id: 1n, text }]);
  });

  test('frames do not share memory', () => {
    const [first, second] = createFrameParser().push(
      Buffer.concat([encodeFrame(1, 1n, 'aaaa'), encodeFrame(1, 2n, 'bbbb')]),
    ).frames;
    second?.body.fill(0);
    expect(Buffer.from(first?.body ?? []).toString()).toBe('aaaa');
  });
});
