#!/usr/bin/env node
// Plays QEMU: its command line, its control protocol, and a guest's first words. What goes wrong is a word on the kernel
// line: `fake=<scenario>`.
import { readSync, statSync, writeSync } from 'node:fs';
import net from 'node:net';

const VERSION = '7.2.22';
const args = process.argv.slice(2);
const valuesOf = (name) => args.flatMap((arg, index) => (args[index - 1] === name ? [arg] : []));
const valueOf = (name) => valuesOf(name)[0];

if (args.includes('--version')) {
  process.stdout.write(`QEMU emulator version ${VERSION}\nCopyright\n`);
  process.exit(0);
}

const scenario = /fake=(\S+)/.exec(valueOf('-append') ?? '')?.[1] ?? 'fine';
const isOnKvm = valueOf('-accel') === 'kvm';
const RAM_FILE = 5;
const STATE_FILE = 6;

if (isOnKvm && scenario === 'kvm-is-forbidden') {
  process.stderr.write('Could not access KVM kernel module: Permission denied\n');
  process.exit(1);
}

if (scenario === 'refuses-arguments') {
  process.stderr.write('fake-qemu: -append: this will not do\n');
  process.exit(1);
}

const pathOf = (id) =>
  valuesOf('-chardev')
    .map((text) => new RegExp(`id=${id},path=([^,]+)`).exec(text)?.[1])
    .find(Boolean);
const consoleSocket = net.connect(pathOf('console'));
const agent = net.connect({ path: pathOf('agent'), allowHalfOpen: true });
consoleSocket.on('error', () => undefined);
agent.on('error', () => undefined);

const frame = (type, payload = Buffer.alloc(0)) => {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt8(type, 4);
  return Buffer.concat([header, payload]);
};
const READY = frame(2);
const guestHello = frame(1, Buffer.from(JSON.stringify({ version: 1, agentVersion: 'fake' })));

let client;
const event = (name, data) => client?.write(`${JSON.stringify({ event: name, data, timestamp: {} })}\n`);

const ramWord = () => {
  const buffer = Buffer.alloc(6);
  readSync(RAM_FILE, buffer, 0, 6, 0);
  return buffer.toString();
};

agent.once('data', () => {
  if (scenario !== 'agent-is-dumb' && !(valueOf('-incoming') && ramWord() === 'DUMB!!'))
    agent.write(guestHello);
});

const guestRuns = () => {
  if (isOnKvm && scenario === 'kvm-is-broken') return;
  consoleSocket.write('first light\r\n');
  switch (scenario) {
    case 'dies':
      process.stderr.write('fake-qemu: out of everything\n');
      return setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20);
    case 'powers-off':
      return event('SHUTDOWN', { guest: true, reason: 'guest-shutdown' });
    case 'resets':
      return event('SHUTDOWN', { guest: true, reason: 'guest-reset' });
    case 'panics':
      return event('GUEST_PANICKED', { action: 'pause' });
    case 'panics-early':
      consoleSocket.write('Kernel panic - not syncing: no room\n');
      return setTimeout(() => event('SHUTDOWN', { guest: true, reason: 'guest-reset' }), 50);
    case 'kvm-gives-up':
      return event('STOP', {});
    default:
      if (!valueOf('-incoming')) {
        event('VSERPORT_CHANGE', { open: true, id: 'agent-port' });
        agent.write(READY);
      }
  }
};

let migration = 'none';
const save = (uri) => {
  writeSync(RAM_FILE, 'MEMORY', 0);
  const socket = net.connect(uri.replace('unix:', ''));
  socket.end('devices');
  socket.once('finish', () => (migration = 'completed'));
};

const commands = {
  qmp_capabilities: () => ({}),
  cont: () => (setImmediate(guestRuns), {}),
  stop: () => ({}),
  quit: () => (scenario === 'ignores-quit' ? undefined : (setImmediate(() => process.exit(0)), {})),
  'query-status': () => ({ status: scenario === 'kvm-gives-up' ? 'internal-error' : 'running' }),
  'migrate-set-capabilities': () => ({}),
  migrate: ({ uri }) => (save(uri), {}),
  'migrate-incoming': () => {
    migration =
      statSync(`/proc/self/fd/${STATE_FILE}`).size > 0 && ramWord() !== 'BROKEN' && scenario !== 'clones-fail'
        ? 'completed'
        : 'failed';
    return {};
  },
  'query-migrate': () => ({ status: migration }),
};

const qmpPath = /unix:([^,]+)/.exec(valueOf('-qmp'))[1];
net
  .createServer((socket) => {
    client = socket;
    socket.on('error', () => undefined);
    if (scenario === 'says-nothing') return;
    if (scenario === 'dies-before-greeting') {
      process.stderr.write('fake-qemu: this kernel cannot be loaded\n');
      socket.destroy();
      return void setTimeout(() => process.exit(1), 50);
    }
    if (scenario === 'talks-nonsense') return void socket.write('this is not QMP\n');
    socket.write(
      `${JSON.stringify({ QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 } }, capabilities: [] } })}\n`,
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const { execute, arguments: given, id } = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        const answer = commands[execute]?.(given);
        if (answer) socket.write(`${JSON.stringify({ return: answer, id })}\n`);
        else if (!commands[execute])
          socket.write(`${JSON.stringify({ id, error: { class: 'CommandNotFound', desc: execute } })}\n`);
      }
    });
  })
  .listen(qmpPath);
