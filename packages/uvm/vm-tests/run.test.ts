import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Program, setup } from './program.js';

const warm = ['run', '--engine', 'qemu', '--warm', '--quiet'];
const cold = ['run', '--engine', 'qemu', '--quiet'];

describe('uvm run in a real VM', () => {
  let program: Program;
  beforeEach(async () => (program = await Program.make()));
  afterEach(async () => {
    expect(await program.leftBehind()).toEqual([]);
    await program[Symbol.asyncDispose]();
  });

  test('cold: a Linux kernel boots, and the timeline names every step', async () => {
    const { status, stdout, stderr } = await program.run([
      'run',
      '--engine',
      'qemu',
      '--',
      'uname',
      '-s',
      '-m',
    ]);
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: 'Linux x86_64\n' });
    for (const step of [
      'check host',
      'create',
      'start',
      'kernel output',
      'entropy taken',
      'negotiated',
      'ready',
    ]) {
      expect(stderr).toMatch(new RegExp(` ms +\\d+ ms  ${step}\n`));
    }
  });

  test('warm: output, errors and exit code are the command’s', async () => {
    const { status, stdout, stderr } = await program.run([
      ...warm,
      '--',
      'sh',
      '-c',
      'echo out; echo err >&2; exit 7',
    ]);
    expect({ status, stdout: stdout.toString(), stderr }).toEqual({
      status: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('a mebibyte goes in and comes back unchanged', async () => {
    const bytes = Buffer.alloc(1 << 20, 'every byte counts ');
    const { status, stdout } = await program.run([...warm, '--', 'cat'], bytes);
    expect(status).toBe(0);
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(
      createHash('sha256').update(bytes).digest('hex'),
    );
  });

  test('two VMs of one template draw different random numbers and tell the time', async () => {
    const command = ['--', 'sh', '-c', 'head -c 16 /dev/urandom | od -An -tx1; date +%s'];
    const outcomes = await Promise.all([
      program.run([...warm, ...command]),
      program.run([...warm, ...command]),
    ]);
    const [one, other] = outcomes.map(({ stdout }) => stdout.toString().trim().split('\n'));
    expect(one?.[0]).toMatch(/^( ?[0-9a-f]{2}){16}$/);
    expect(one?.[0]).not.toBe(other?.[0]);
    for (const time of [one?.[1], other?.[1]])
      expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
  });

  test('a command that the guest does not have', async () => {
    const { status, stderr } = await program.run([...warm, '--', '/no/such/command']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/\/no\/such\/command[^]*\[UVM_[A-Z_]+\]/);
  });

  test('too little memory is refused before anything starts', async () => {
    const { status, stderr } = await program.run([...cold, '--memory', '64M', '--', 'true']);
    expect(status).toBe(1);
    expect(stderr).toContain('[UVM_OPTIONS_INVALID]');
    expect(stderr).toMatch(/at least \d+ MiB/);
  });

  test.each([50, 200, 400, 800, 1_500, 2_500, 4_000])(
    'Ctrl-C %d ms after a cold start leaves nothing',
    async (ms) => {
      const { child, outcome } = program.start([...cold, '--', 'sleep', '60']);
      await delay(ms);
      child.kill('SIGINT');
      expect((await outcome).status).toBe(130);
    },
  );

  test.each([50, 200, 400, 800])('Ctrl-C %d ms after a warm start leaves nothing', async (ms) => {
    const { child, outcome } = program.start([...warm, '--', 'sleep', '60']);
    await delay(ms);
    child.kill('SIGINT');
    expect((await outcome).status).toBe(130);
  });

  describe('with boot files that are no good', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'uvmb-'));
      await chmod(folder, 0o755);
      await copyFile(join(setup().bootFiles, 'kernel'), join(folder, 'kernel'));
      await writeFile(join(folder, 'initrd.img'), 'not an archive');
    });
    afterEach(() => rm(folder, { recursive: true }));

    const boot = (...more: string[]) => program.run([...cold, '--boot-files', folder, ...more, '--', 'true']);

    test('a kernel that is none', async () => {
      await writeFile(join(folder, 'kernel'), 'this is text');
      expect(await boot()).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('[UVM_NOT_A_KERNEL]'),
      });
    });

    test('no kernel', async () => {
      await rm(join(folder, 'kernel'));
      expect(await boot()).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('[UVM_OPTIONS_INVALID]'),
      });
    });

    test('an initial RAM disk that QEMU may not read', async () => {
      await chmod(join(folder, 'initrd.img'), 0o000);
      const { status, stderr } = await boot();
      expect(status).toBe(1);
      expect(stderr).toMatch(/initrd\.img[^]*\[UVM_[A-Z_]+\]/);
    });

    test('an initial RAM disk that is a folder', async () => {
      await rm(join(folder, 'initrd.img'));
      await mkdir(join(folder, 'initrd.img'));
      expect((await boot()).status).toBe(1);
    });

    test('a guest without an init shows its last console lines', async () => {
      const { status, stderr } = await boot('--stall', '20s');
      expect(status).toBe(1);
      expect(stderr).toMatch(/last console lines[^]*panic/i);
    });
  });

  test('a guest that never answers has stalled', async () => {
    const { status, stderr } = await program.run([...cold, '--stall', '300ms', '--', 'true']);
    expect(status).toBe(1);
    expect(stderr).toContain('[UVM_BOOT_STALLED]');
  });
});
