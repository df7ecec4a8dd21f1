// Memory while 1 GB of log goes through, ordinary and hostile. Exit status 1 if it grows. Run with --expose-gc for exact figures.
import { GcsLogParser } from '@uvmkit/gcs-log';
import { logStream } from './log-stream.mjs';

const GIGABYTE = 1_000_000_000;
const CHUNK = 65_536;
const ALLOWED_GROWTH = 48 * 1024 * 1024;

const repeated = (bytes) => {
  const chunks = [];
  for (let at = 0; at < bytes.length; at += CHUNK) chunks.push(bytes.subarray(at, at + CHUNK));
  return chunks;
};

const inputs = {
  'ordinary lines': repeated(logStream()),
  'one line without end': [Buffer.alloc(CHUNK, 'x')],
  'one entry without end': [Buffer.from('{"a":['), ...repeated(Buffer.alloc(1 << 20, '[{"a":'))],
  'one crash without end': [
    Buffer.from('panic: x\n\n'),
    ...repeated(Buffer.from('main.main()\n\t/a.go:1\n'.repeat(50_000))),
  ],
};

for (const [name, chunks] of Object.entries(inputs)) {
  let records = 0;
  const parser = new GcsLogParser(() => (records += 1));
  let bytes = 0;
  let base = 0;
  let peak = 0;
  for (let i = 0; bytes < GIGABYTE; i++) {
    const chunk = chunks[i < chunks.length ? i : 1 + ((i - 1) % Math.max(chunks.length - 1, 1))] ?? chunks[0];
    parser.push(chunk);
    bytes += chunk.length;
    if (i % 256 !== 0) continue;
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    if (bytes < GIGABYTE / 10) base = Math.max(base, heapUsed + external);
    else peak = Math.max(peak, heapUsed + external);
  }
  parser.end();
  const growth = peak - base;
  const holds = growth <= ALLOWED_GROWTH;
  console.log(
    `${name.padEnd(24)} ${records} records, memory after the first 100 MB ${growth <= 0 ? 'flat' : `+${(growth / 2 ** 20).toFixed(1)} MiB`}  ` +
      `${holds ? 'holds' : 'MISSED'} (<= ${ALLOWED_GROWTH / 2 ** 20} MiB)`,
  );
  if (!holds) process.exitCode = 1;
}
