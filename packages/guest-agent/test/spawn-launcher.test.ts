import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { killedExitCode } from '@uvmkit/gcs-bridge';
import { onLinux } from './support/on-linux.js';
import { createSpawnLauncher } from '../src/index.js';

const launcher = createSpawnLauncher();
const base = { environment: {}, workingDirectory: '/' };

onLinux('createSpawnLauncher (Linux only)', () => {
  const output = async (args: readonly string[], options: object = {}) => {
    const [stdout, host] = duplexPair();
    const { exited } = await launcher.launch({ ...base, ...options, args, stdout });
    return { text: await text(host), exitCode: await exited };
  };

  test('passes arguments and status through', async () => {
    expect(await output(['sh', '-c', 'printf "%s|" "$@"; exit 7', 'sh', 'a b', '', 'ü'])).toEqual({
      text: 'a b||ü|',
      exitCode: 7,
    });
  });

  test('gives the environment exactly as it is, and looks programs up in the path of the agent', async () => {
    expect(await output(['env'], { environment: { PATH: '/nowhere', A: '1' } })).toEqual({
      text: 'PATH=/nowhere\nA=1\n',
      exitCode: 0,
    });
    expect(await output(['env'])).toEqual({ text: '', exitCode: 0 });
  });

  test('starts in the working directory', async () => {
    expect(await output(['pwd'], { workingDirectory: '/usr' })).toEqual({ text: '/usr\n', exitCode: 0 });
  });

  test('a signal reads as 4294967295', async () => {
    expect((await output(['sh', '-c', 'kill -9 $$'])).exitCode).toBe(killedExitCode);
  });

  test('passes input through, and end-of-file after it', async () => {
    const [stdin, host] = duplexPair();
    host.end('hello');
    expect(await output(['cat'], { stdin })).toEqual({ text: 'hello', exitCode: 0 });
  });

  test('ends an input that the host left open', async () => {
    const [stdin, host] = duplexPair();
    const { exited } = await launcher.launch({ ...base, args: ['true'], stdin });
    expect(await text(host)).toBe('');
    expect(await exited).toBe(0);
  });

  test('keeps output and errors apart', async () => {
    const [stderr, host] = duplexPair();
    const [seen, errors] = await Promise.all([
      output(['sh', '-c', 'echo out; echo err >&2'], { stderr }),
      text(host),
    ]);
    expect([seen.text, errors]).toEqual(['out\n', 'err\n']);
  });

  test('the exit does not wait for a grandchild that holds the output', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'launcher-'));
    const fifo = join(folder, 'fifo');
    const [stdout, host] = duplexPair();
    const script = 'mkfifo "$1"; cat "$1" & exit 4';
    const { exited } = await launcher.launch({ ...base, args: ['sh', '-c', script, 'sh', fifo], stdout });
    expect(await exited).toBe(4);
    writeFileSync(fifo, 'late');
    expect(await text(host)).toBe('late');
    rmSync(folder, { recursive: true });
  });

  test('a process whose output nobody takes any more ends', async () => {
    const [stdout] = duplexPair();
    const { exited } = await launcher.launch({
      ...base,
      args: ['sh', '-c', 'while :; do echo x || exit 33; done'],
      stdout,
    });
    stdout.destroy();
    expect([33, killedExitCode]).toContain(await exited);
  });

  test.each([
    ['/no/such/program', '/'],
    ['nosuchprogram', '/'],
    ['', '/'],
    ['/etc/passwd', '/'],
    ['/usr', '/'],
    ['true', '/no/such/folder'],
  ])('%j in %s cannot be started', async (program, workingDirectory) => {
    await expect(launcher.launch({ ...base, workingDirectory, args: [program] })).rejects.toMatchObject({
      code: 'UVM_AGENT_LAUNCH',
    });
  });
});
