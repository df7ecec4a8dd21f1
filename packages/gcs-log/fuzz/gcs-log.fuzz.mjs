// Coverage-guided fuzzing of the log parser: node fuzz/gcs-log.fuzz.mjs [--seconds 30] [--seed 1]
//
// Mutates a growing set of inputs. An input that makes the parser run code that no input before it ran joins the set. Each
// input must give the same records whole and in pieces, throw nothing, and take no longer than its size warrants.
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { performance } from 'node:perf_hooks';
import { decodeGcsLogEntry, GcsLogParser } from '@uvmkit/gcs-log';
import { Coverage } from './coverage.mjs';
import { mutate, randomSource } from './mutate.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const seconds = Number(values.seconds ?? 30);
const seed = Number(values.seed ?? 1);

const MAX_INPUT = 4096;
/** Far above what any input of that size needs, on a busy machine too. */
const MAX_MILLISECONDS = 2000;

const LIMITS = { maxLineBytes: 512, maxTraceBytes: 512, maxDepth: 8 };

const corpus = [
  '{"level":"info","msg":"a","time":"2024-03-05T08:00:00.000000000Z","n":18446744073709551615}\n',
  '{"Source":"ETW","message":1,"Message":"µs 日 \\ud800 \\u0041"}{"a":[[[{"b":{}}]]]}\n',
  '{"facility":0,"message":"x","msg":"kmsg read","priority":"Err"}\n',
  'time="2024-01-15T10:30:00Z" level=info msg="a \\"b\\"" n=1\n',
  '<3>[    1.234567][  T1] bad\n',
  'panic: x\n\n[signal SIGSEGV]\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\nrax    0x0\nexit status 2\n',
].map((text) => Buffer.from(text));

const records = (chunks) => {
  const out = [];
  const parser = new GcsLogParser((record) => out.push(record), LIMITS);
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  return out;
};

const check = (input, random) => {
  const whole = records([input]);
  const at = input.length === 0 ? 0 : random() % input.length;
  const pieces = records([
    input.subarray(0, at),
    ...Array.from(input.subarray(at), (byte) => Buffer.of(byte)),
  ]);
  if (!isDeepStrictEqual(whole, pieces)) throw new Error(`other records when cut at ${at}`);
  decodeGcsLogEntry(input, { compat: 'hcsshim' });
};

const random = randomSource(seed);
const coverage = await Coverage.start('gcs-log/dist/index.js');
for (const input of corpus) check(input, random);
await coverage.grew();

const until = performance.now() + seconds * 1000;
let runs = 0;
while (performance.now() < until) {
  const input = mutate(corpus, random).subarray(0, MAX_INPUT);
  const start = performance.now();
  try {
    check(input, random);
    if (performance.now() - start > MAX_MILLISECONDS) throw new Error(`took ${performance.now() - start} ms`);
  } catch (error) {
    console.error(`seed ${seed}, run ${runs}: ${error.stack}\ninput (base64): ${input.toString('base64')}`);
    process.exit(1);
  }
  runs += 1;
  if (await coverage.grew()) corpus.push(Buffer.from(input));
}
console.log(
  `${runs} inputs, ${corpus.length} kept for new code, ${coverage.functions} functions reached, nothing found`,
);
process.exit(0);
