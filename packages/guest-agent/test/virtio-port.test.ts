import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, open as openFile, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { onLinux } from './support/on-linux.js';
import { systemClock } from '../src/index.js';
import { DeviceStream } from '../src/linux/device-stream.js';
import { findVirtioPort, openVirtioPort } from '../src/linux/virtio-port.js';

const open = promisify(openFile);

onLinux('virtio ports (Linux only)', () => {
  let root: string;
  const folders = () => ({ ports: join(root, 'ports'), devices: join(root, 'dev') });
  const addPort = (port: string, name: string): void => {
    mkdirSync(join(root, 'ports', port), { recursive: true });
    writeFileSync(join(root, 'ports', port, 'name'), `${name}\n`);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'virtio-'));
    mkdirSync(join(root, 'dev'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('are found by name, not by number', async () => {
    expect(findVirtioPort('org.uvmkit.agent', folders())).toBeUndefined();
    addPort('vport0p1', 'org.qemu.guest_agent.0');
    addPort('vport1p1', 'org.uvmkit.agent');
    mkdirSync(join(root, 'ports', 'vport2p1'));
    expect(findVirtioPort('org.uvmkit.agent', folders())).toBe(join(root, 'dev', 'vport1p1'));
  });

  test('are waited for', async () => {
    const opening = openVirtioPort('x', systemClock, {}, folders());
    addPort('vport0p1', 'x');
    writeFileSync(join(root, 'dev', 'vport0p1'), 'bytes');
    expect(await text(await opening)).toBe('bytes');
  });

  test('are given up with the signal', async () => {
    const opening = openVirtioPort('x', systemClock, { timeoutMs: 5 }, folders());
    await expect(opening).rejects.toMatchObject({ code: 'UVM_TIMEOUT' });
  });

  test('a device stream carries large writes whole, and end-of-file', async () => {
    const fifo = join(root, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const [reader, writer] = (await Promise.all([open(fifo, 'r'), open(fifo, 'w')])).map(
      (descriptor) => new DeviceStream(descriptor),
    );
    const sent = 'x'.repeat(1_000_000);
    writer!.write(sent, () => writer!.destroy());
    expect(await text(reader!)).toBe(sent);
    reader!.destroy();
  });

  test('a device that refuses ends the stream with the error', async () => {
    const stream = new DeviceStream(openSync(root, 'r'));
    await expect(text(stream)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
