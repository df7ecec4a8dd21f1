/**
 * A deterministic stream of 100,000 guest log lines (28,446,438 bytes): request spans, relayed kernel messages, debug
 * lines and warnings in the proportions of a busy VM. The same numbers make the same bytes on every machine.
 */
export const logStream = (lines = 100_000) => {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  const hex = (digits) => Array.from({ length: digits }, () => (next() % 16).toString(16)).join('');
  const out = [];
  for (let i = 0; i < lines; i++) {
    const micros = 1373 * i;
    const time = stamp(micros);
    const kind = i % 10;
    if (kind < 4) out.push(span(i, micros, time, next, hex));
    else if (kind < 8) out.push(kernel(i, micros, time, next));
    else if (kind === 8) out.push(request(i, time, hex));
    else out.push(memory(time, next));
  }
  return Buffer.from(out.join(''));
};

const two = (value) => String(value).padStart(2, '0');

const stamp = (micros) => {
  const seconds = Math.floor(micros / 1e6);
  return `2024-03-05T08:${two(Math.floor(seconds / 60))}:${two(seconds % 60)}.${String(micros % 1e6).padStart(6, '0')}000Z`;
};

const NAMES = [
  'bridge::createContainer',
  'bridge::execProcess',
  'bridge::waitOnProcess',
  'bridge::modifySettings',
  'container::start',
  'scsi::mount',
  'overlay::mountLayer',
  'storage::waitForFile',
];

const KERNEL = [
  'pci 0000:00:00.0: reg 0x10: [mem 0x00000000-0x00000fff]',
  'hv_vmbus: registering driver hv_storvsc',
  'EXT4-fs (sda): mounted filesystem with ordered data mode. Quota mode: none.',
  'eth0: link becomes ready',
  'random: crng init done',
  'device \\"sdb\\" \\u003creadonly\\u003e attached',
];

const span = (i, micros, time, next, hex) => {
  const duration = next() % 50_000;
  const [cid, trace, id, parent] = [hex(64), hex(32), hex(16), hex(16)];
  const name = NAMES[next() % 8];
  const failed = i % 40 === 3;
  const failure = failed
    ? '"error":"exit status 1: \\"no such file or directory\\": unknown","errorCode":"Error",'
    : '';
  return (
    `{"cid":"${cid}","duration":"${duration}µs","endTime":"${stamp(micros + duration)}",${failure}` +
    `"level":"${failed ? 'error' : 'info'}","msg":"Span","name":"${name}","parentSpanID":"${parent}",` +
    `"spanID":"${id}","spanKind":"server","startTime":"${time}","time":"${time}","traceID":"${trace}"}\n`
  );
};

const kernel = (i, micros, time, next) =>
  `{"facility":0,"flags":"-","level":"info","message":"${KERNEL[next() % 6]}","msg":"kmsg read",` +
  `"priority":"Info","seq":${200 + i},"time":"${time}","timesincebootmicro":${81_234 + micros}}\n`;

const request = (i, time, hex) =>
  `{"activityID":"${hex(32)}","level":"debug","message-id":${7 + i},"message-type":"0x10100601",` +
  `"msg":"request read","time":"${time}"}\n`;

const memory = (time, next) => {
  const count = 1 + (next() % 5);
  const ratio = `0.${String(1 + (next() % 999_999)).padStart(6, '0')}`;
  const threshold = 1_048_576 * (1 + (next() % 64));
  return (
    `{"count":${count},"level":"warning","msg":"memory usage above threshold","ratio":${ratio},` +
    `"thresholdBytes":${threshold},"time":"${time}"}\n`
  );
};
