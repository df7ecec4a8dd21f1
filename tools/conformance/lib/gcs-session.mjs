// Replays a recorded bridge session, line by line, against the guest agent in this process: what the host did is done
// again, what the guest did is awaited and compared. Processes are real ones of this machine.
import {
  createFrameParser,
  encodeFrame,
  formatHresult,
  frameHeaderBytes,
  gcsPorts,
  nullGuid,
} from '@uvmkit/gcs-bridge';
import { createSpawnLauncher, serveGuest } from '@uvmkit/guest-agent';
import { createSocketPair } from '@uvmkit/vsock';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const POLL_MS = 2;
const bootArguments = ['/bin/gcs', '-v4', '-log-format', 'json'];

/** Does not keep this program alive: a session has no last line by which to end its agent. */
const clock = {
  now: () => BigInt(Date.now()) * 1_000_000n,
  sleep: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
};

const until = async (what, condition) => {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const found = condition();
    if (found) return found;
    await delay(POLL_MS);
  }
  throw new Error(`waited ${PATIENCE_MS} ms for ${what}`);
};

const hresult = (code) => formatHresult(code >>> 0);
const keys = (body) => Object.keys(body).sort().join(' ');

/** Order of environment variables and of concurrent writers may differ. */
const sortedLines = (text) => text.split('\n').sort().join('\n');

/** Recorded raw bytes are a body, or a whole frame when its header is what the session is about. */
const wholeFrame = (type, id, bytes) => {
  if (bytes.length >= frameHeaderBytes && bytes.readUInt32LE(0) === type) return bytes;
  const header = encodeFrame(type, id, '');
  header.writeUInt32LE(frameHeaderBytes + bytes.length, 4);
  return Buffer.concat([header, bytes]);
};

class Session {
  #pair = createSocketPair();
  #powerOffs = 0;
  #agent;
  #bridges;
  #bridge;
  #responses = [];
  #streams = new Map();
  #pids = new Map();

  /** The reference's agent dies in this session. Ours must not. */
  #deadly;
  /** The recording says that its outcome is a matter of luck. */
  #lucky;

  static async open(description) {
    const session = new Session();
    session.#deadly = description.includes('do not imitate');
    session.#lucky = description.startsWith('NONDETERMINISTIC');
    session.#bridges = await session.#pair.host.listen(gcsPorts.bridge);
    session.#agent = serveGuest({
      sockets: session.#pair.guest,
      bootArguments,
      launcher: createSpawnLauncher(),
      machine: { addEntropy: () => undefined, powerOff: () => (session.#powerOffs += 1) },
      clock,
    });
    return session;
  }

  async close() {
    await this.#agent[Symbol.asyncDispose]();
    this.#pair.close();
  }

  step(line) {
    const { dir, event = 'frame' } = line;
    const handler = this[`${dir ?? 'machine'} ${event}`];
    return handler === undefined ? `no such step: ${dir} ${event}` : handler.call(this, line);
  }

  async 'g2h bridge_connect'() {
    const stream = await this.#bridges.accept({ timeoutMs: PATIENCE_MS });
    const parser = createFrameParser(64 * 1024 * 1024);
    this.#bridge = { stream, ended: false };
    const bridge = this.#bridge;
    stream.on('data', (chunk) => this.#responses.push(...parser.push(chunk).frames));
    stream.on('end', () => (bridge.ended = true)).on('close', () => (bridge.ended = true));
  }

  'h2g bridge_close'() {
    this.#bridge.stream.destroy();
  }

  async 'g2h bridge_close'() {
    const { ended } = this.#bridge;
    if (!ended && !this.#deadly) await until('the guest to close the bridge', () => this.#bridge.ended);
  }

  'h2g frame'(line) {
    const bytes = this.#frameOf(line);
    if (line.delivery?.includes('byte')) for (const byte of bytes) this.#bridge.stream.write(Buffer.of(byte));
    else this.#bridge.stream.write(bytes);
  }

  'h2g raw'({ raw_b64 }) {
    this.#bridge.stream.write(Buffer.from(raw_b64, 'base64'));
  }

  async 'g2h frame'({ type, id, body, name }) {
    const wanted = BigInt(id);
    const response = await until(`the answer ${id} to ${name}`, () =>
      this.#responses.find((frame) => frame.id === wanted),
    );
    this.#responses.splice(this.#responses.indexOf(response), 1);
    if (response.type !== Number(type)) return `type ${response.type.toString(16)}, not ${type}`;
    const got = JSON.parse(Buffer.from(response.body).toString('utf8'));
    if (body.ProcessId !== undefined) this.#pids.set(body.ProcessId, got.ProcessId);
    return this.#lucky && name === 'WaitForProcess' ? undefined : this.#difference(body, got);
  }

  async 'h2g listen'({ port }) {
    const listener = await this.#pair.host.listen(port);
    const stream = { received: '', expected: '', ended: false, socket: undefined };
    this.#streams.set(port, stream);
    listener.accept().then(
      (socket) => {
        stream.socket = socket;
        socket.setEncoding('utf8');
        socket.on('data', (text) => (stream.received += text));
        socket.on('end', () => (stream.ended = true)).on('close', () => (stream.ended = true));
        void listener.close();
      },
      () => undefined,
    );
  }

  async 'g2h connect'({ port }) {
    await until(`the guest to connect to ${port}`, () => this.#streams.get(port).socket);
  }

  async 'g2h data'({ port, len, data_b64 }) {
    const stream = this.#streams.get(port);
    stream.expected +=
      data_b64 === undefined ? '?'.repeat(len) : Buffer.from(data_b64, 'base64').toString('utf8');
    stream.compared = data_b64 !== undefined && stream.compared !== false;
    await until(
      `${stream.expected.length} characters on ${port}`,
      () => stream.received.length >= stream.expected.length,
    );
  }

  async 'g2h shutdown_send'({ port }) {
    const stream = this.#streams.get(port);
    await until(`the end of ${port}`, () => stream.ended);
    const { expected, received, compared } = stream;
    const same =
      compared === false
        ? expected.length === received.length
        : sortedLines(expected) === sortedLines(received);
    return same ? undefined : `stream ${port}: ${JSON.stringify(received)}, not ${JSON.stringify(expected)}`;
  }

  'g2h shutdown_rcv'() {}

  async 'g2h closed'({ port }) {
    return this['g2h shutdown_send']({ port });
  }

  'g2h rst'() {}

  async 'h2g data'({ port, len, data_b64, truncated }) {
    const bytes = Buffer.from(data_b64, 'base64');
    const whole = truncated ? Buffer.alloc(len, bytes.subarray(0, 16)) : bytes;
    this.#streams.get(port).socket.write(whole);
  }

  'h2g shutdown_send'({ port }) {
    (port === gcsPorts.bridge ? this.#bridge.stream : this.#streams.get(port).socket).end();
  }

  'h2g close'({ port }) {
    this.#streams.get(port).socket.destroy();
  }

  async 'machine vm_exit'() {
    if (this.#deadly) return this['machine vm_still_running']();
    await until('the VM to power off', () => this.#powerOffs > 0);
  }

  'machine vm_still_running'() {
    return this.#powerOffs === 0 ? undefined : 'the VM has powered off';
  }

  'machine note'() {}

  /** The bytes of a recorded request, with the process ids of this run. */
  #frameOf({ type, id, size, body, raw_b64, body_omitted, raw_omitted }) {
    const word = Number(type);
    const number = BigInt(id);
    if (raw_b64 !== undefined) return wholeFrame(word, number, Buffer.from(raw_b64, 'base64'));
    const omitted = body_omitted ?? raw_omitted;
    if (omitted !== undefined) return this.#largeFrame(word, number, size, omitted);
    return encodeFrame(word, number, this.#withPids(body));
  }

  /** A body that the recording only describes: `{"ContainerId":"x","Pad":"A"*1048576}`. */
  #largeFrame(type, id, size, described) {
    const [, letter, count] = /"(\w)"\*(\d+)/.exec(described);
    const end = described.includes('unterminated') ? '' : '"}';
    const activity = described.includes('ActivityId') ? `"ActivityId":"${nullGuid}",` : '';
    const head = `{"ContainerId":"x",${activity}"Pad":"`;
    const pad = letter.repeat(Math.max(Number(count), size - frameHeaderBytes - head.length - end.length));
    return encodeFrame(type, id, `${head}${pad}${end}`);
  }

  #withPids(body) {
    const text = JSON.stringify(body, (name, value) =>
      name === 'ProcessId' && this.#pids.has(value) ? this.#pids.get(value) : value,
    );
    return text.replace(/(\/bin\/kill.{0,20}?\\"-\d+\\",\\")(\d+)(\\")/g, (_, before, pid, after) =>
      [before, this.#pids.get(Number(pid)) ?? pid, after].join(''),
    );
  }

  #difference(expected, got) {
    if (expected.Result !== got.Result)
      return `${hresult(got.Result)}, not ${hresult(expected.Result)} (${got.ErrorMessage})`;
    if (keys(expected) !== keys(got)) return `fields ${keys(got)}, not ${keys(expected)}`;
    for (const name of ['ActivityId', 'ExitCode', 'Version', 'Properties']) {
      if (expected[name] !== got[name]) return `${name} ${got[name]}, not ${expected[name]}`;
    }
    if (expected.Capabilities === undefined) return undefined;
    const { GuestDefinedCapabilities: can, ...rest } = got.Capabilities;
    const { GuestDefinedCapabilities: could, ...expectedRest } = expected.Capabilities;
    if (JSON.stringify(rest) !== JSON.stringify(expectedRest)) return `capabilities ${JSON.stringify(rest)}`;
    // What a guest can do is its own; it may not claim what the protocol has no name for.
    const unknown = Object.keys(can).filter((name) => could[name] !== can[name]);
    return unknown.length === 0 ? undefined : `claims ${unknown}`;
  }
}

let current;

/** One line of a session. A line with `event: session` begins the next one. */
export const run = async (line) => {
  if (line.event !== 'session') return current.step(line);
  await current?.close();
  current = await Session.open(line.description);
  return undefined;
};
