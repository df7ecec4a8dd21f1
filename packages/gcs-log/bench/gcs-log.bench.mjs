// Speed of the log parser and of forwarding, as ratios to what they cannot do without. Exit status 1 if one is missed.
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import winston from 'winston';
import { forwardGcsLog, GcsLogParser } from '@uvmkit/gcs-log';
import { logStream } from './log-stream.mjs';

const ROUNDS = 15;
const CHUNK = 65_536;

const stream = logStream();
const lines = stream.toString().trimEnd().split('\n');
const sha256 = createHash('sha256').update(stream).digest('hex');
if (sha256 !== '40a2bc828dd856a3facbc2e5558bc5b89d48de294f3b1666d4eba22d642db156')
  throw new Error('another stream');

let sink;
const parseLines = () => {
  for (const line of lines) sink = JSON.parse(line);
};
const parseAll = (bytes, expected) => {
  let records = 0;
  const parser = new GcsLogParser((record) => {
    sink = record;
    records += 1;
  });
  for (let at = 0; at < bytes.length; at += CHUNK) parser.push(bytes.subarray(at, at + CHUNK));
  parser.end();
  if (records !== expected) throw new Error(`${records} records of ${expected} lines`);
};
const parseStream = () => parseAll(stream, lines.length);
const parsePart = () => parseAll(part, ready.length);

const logger = winston.createLogger({
  level: 'debug',
  transports: new winston.transports.Stream({
    stream: new Writable({ write: (_chunk, _encoding, done) => done(), highWaterMark: 2 ** 30 }),
  }),
});
logger.transports[0].log = (_info, next) => next();
// A part of the stream, so that the records kept for the comparison are no burden to the collector.
const part = logStream(10_000);
const ready = [];
{
  const parser = new GcsLogParser(({ level, message, time, fields }) =>
    ready.push([level, message, { ...fields, 'uvm-id': 'vm', 'vm.time': time }]),
  );
  parser.push(part);
  parser.end();
}
const winstonAlone = () => {
  for (const [level, message, fields] of ready) logger[level](message, fields);
};
const forward = async () => {
  async function* chunks() {
    for (let at = 0; at < part.length; at += CHUNK) yield part.subarray(at, at + CHUNK);
  }
  await forwardGcsLog(chunks(), logger, { vmId: 'vm', rate: { records: Infinity, windowMs: 1000 } });
};

const timed = async (run) => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};

/** The best time of each task, the tasks taking turns so that a busy machine disturbs all of them alike. */
const best = async (tasks, rounds) => {
  const times = tasks.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [i, task] of tasks.entries()) times[i] = Math.min(times[i], await timed(task));
  }
  return times;
};

const report = (name, value, holds, target) => {
  console.log(`${name.padEnd(62)} ${value.padStart(12)}  ${holds ? 'holds' : 'MISSED'} (${target})`);
  if (!holds) process.exitCode = 1;
};

const [json, parse] = await best([parseLines, parseStream], ROUNDS);
report(
  'bytes to records, speed as a share of JSON.parse of lines',
  (json / parse).toFixed(2),
  json / parse >= 0.6,
  '>= 0.6',
);
const perSecond = lines.length / (parse / 1000);
report('lines a second', perSecond.toFixed(0), perSecond >= 600_000, '>= 600000');

const [alone, parseAgain, forwarded] = await best([winstonAlone, parsePart, forward], 10 * ROUNDS);
const overhead = forwarded / (alone + parseAgain);
report(
  'forwarding, as a share of winston calls alone plus the parse',
  overhead.toFixed(2),
  overhead <= 1.05,
  '<= 1.05',
);
void sink;
