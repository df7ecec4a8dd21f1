import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFrame, formatHresult, frameHeaderBytes } from '@uvmkit/gcs-bridge';
import { hostGuest } from './support/hosted-guest.js';
import { rawBridge } from './support/raw-bridge.js';

interface Step {
  readonly send?: string;
  readonly expect?: string;
  readonly id: string;
  readonly body?: object;
  readonly raw?: string;
  readonly result?: string;
  readonly activity?: string;
}

const folder = join(__dirname, 'fixtures');
const sessions = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

const stepsOf = (session: string): Step[] =>
  readFileSync(join(folder, session), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);

const frameOf = ({ send, id, body, raw }: Step): Buffer => {
  const type = Number(send);
  if (raw === undefined) return encodeFrame(type, BigInt(id), JSON.stringify(body));
  const bytes = Buffer.from(raw, 'base64');
  if (bytes.length >= frameHeaderBytes && bytes.readUInt32LE(0) === type) return bytes;
  const header = encodeFrame(type, BigInt(id), '');
  header.writeUInt32LE(frameHeaderBytes + bytes.length, 4);
  return Buffer.concat([header, bytes]);
};

describe('recorded sessions', () => {
  test('are there', () => expect(sessions.length).toBeGreaterThan(10));

  test.each(sessions)('%s', async (session) => {
    await using guest = await hostGuest();
    const bridge = rawBridge(await guest.accept());
    for (const step of stepsOf(session)) {
      if (step.send !== undefined) {
        bridge.send(frameOf(step));
        continue;
      }
      const { type, id, body } = await bridge.next();
      const got = { type, id, result: formatHresult(body.Result >>> 0), activity: body.ActivityId };
      expect(got).toEqual({
        type: Number(step.expect),
        id: BigInt(step.id),
        result: step.result,
        activity: step.activity,
      });
    }
  });
});
