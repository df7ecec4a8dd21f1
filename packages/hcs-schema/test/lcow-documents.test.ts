import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComputeSystem, decodeOrThrow, print } from '../src/index.js';

interface RecordedDocument {
  readonly id: string;
  /** SHA-256 of the bytes that the reference printed. */
  readonly sha256: string;
  readonly text: string;
}

const recorded = readFileSync(join(__dirname, 'fixtures/lcow-documents.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedDocument);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('documents recorded from the reference', () => {
  test.each(recorded)('$id decodes strictly and prints to the same bytes', ({ sha256: expected, text }) => {
    const document = decodeOrThrow(ComputeSystem, text);
    expect(sha256(print(document, { compat: 'hcsshim' }))).toBe(expected);
    expect(print(document)).toBe(text);
  });

  test.each(recorded)('$id comes back from its pretty form', ({ text }) => {
    const pretty = print(decodeOrThrow(ComputeSystem, text), { pretty: true });
    expect(print(decodeOrThrow(ComputeSystem, pretty))).toBe(text);
  });
});
