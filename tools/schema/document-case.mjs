// One corpus line, checked against the codec of its document.
import { createHash } from 'node:crypto';
import { decode, print } from '@uvmkit/hcs-schema';

/** Members that a corpus line writes as decimal text when they exceed 2^53 − 1. */
const WIDE_MEMBERS =
  /"(SizeInMB|LowMmioGapInMB|HighMmioBaseInMB|HighMmioGapInMB|Limit|Weight|MaximumSizeBytes|MaxSizePerNode|CountOfMemoryBlocks)":"(\d{16,20})"/g;

/** Nothing when the document decodes strictly and prints to the recorded bytes; otherwise what is different. */
export const documentDifference = (line, codec) => {
  const { id, expect } = JSON.parse(line);
  const text = documentText(line).replace(WIDE_MEMBERS, '"$1":$2');
  const result = decode(codec, text);
  if (!result.ok) return `${id}: ${JSON.stringify(result.problems)}`;
  const printed = print(result.value, { compat: 'hcsshim' });
  if (sha256(printed) === expect.docSha256) return undefined;
  return `${id}: printed ${printed}`;
};

/** The document as the line spells it, which JSON.parse and JSON.stringify would not keep. */
const documentText = (line) => {
  const start = line.indexOf('"doc":{') + '"doc":'.length;
  const end = line.indexOf(',"docSha256":', start);
  return line.slice(start, end);
};

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
