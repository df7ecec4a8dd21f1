import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { main } from '../src/cli/main.js';

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const uvm = async (args: readonly string[], stdin = ''): Promise<Outcome> => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const outputs = Promise.all([buffer(stdout), buffer(stderr)]);
  const status = await main(['node', 'uvm', ...args], { stdin: Readable.from([stdin]), stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = (await outputs).map(String) as [string, string];
  return { status, stdout: out, stderr: err };
};

const run = (args: readonly string[], command: readonly string[], stdin?: string): Promise<Outcome> =>
  uvm(['run', '--engine', 'simulator', ...args, '--', ...command], stdin);

const events = ({ stdout }: Outcome): readonly { event: string }[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string });

describe('uvm run', () => {
  test("the command's output and exit code are uvm's, the timeline goes to standard error", async () => {
    const outcome = await run([], ['sh', '-c', 'exit 7']);
    expect(outcome).toMatchObject({ status: 7, stdout: '' });
    expect(outcome.stderr).toMatch(/booted with simulator[^]* ms {2}check host\n[^]* ms {2}ready\n/);
  });

  test('standard input reaches the command, and --quiet leaves nothing but its output', async () => {
    expect(await run(['--quiet'], ['cat'], 'one\ntwo\n')).toEqual({
      status: 0,
      stdout: 'one\ntwo\n',
      stderr: '',
    });
  });

  test('--json tells everything as events, in order', async () => {
    const outcome = await run(['--json'], ['echo', 'hello']);
    expect(outcome.stderr).toBe('');
    const names = events(outcome).map(({ event }) => event);
    expect(names.filter((name) => name !== 'step')).toEqual(['booted', 'stdout', 'exit']);
    expect(names[0]).toBe('step');
    expect(events(outcome)).toContainEqual({ event: 'stdout', text: 'hello\n' });
    expect(events(outcome).at(-1)).toEqual({ event: 'exit', exitCode: 0 });
  });

  test('a command that the guest does not have is a failure with a remedy', async () => {
    const { status, stderr } = await run([], ['no-such-command']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/no-such-command[^]*\[UVM_[A-Z_]+\]\n {5}\S/);
  });

  test('a failure under --json is an event with code, remedy and causes', async () => {
    const outcome = await run(['--json', '--cpus', '0'], ['true']);
    expect(outcome.status).toBe(1);
    expect(events(outcome).at(-1)).toMatchObject({
      event: 'failure',
      code: 'UVM_OPTIONS_INVALID',
      step: 'build document',
      remedy: expect.any(String),
    });
  });

  test.each<[string, readonly string[], string]>([
    ['no processors', ['--cpus', '0'], 'UVM_OPTIONS_INVALID'],
    ['no memory', ['--memory', '0'], 'UVM_OPTIONS_INVALID'],
    ['boot files that are not there', ['--boot-files', '/nowhere'], 'UVM_OPTIONS_INVALID'],
    ['a size that is none', ['--memory', 'plenty'], 'UVM_USAGE'],
    ['the engine of Windows', ['--engine', 'hcs'], 'UVM_ENGINE_UNAVAILABLE'],
  ])('%s: %j fails with %s', async (_, args, code) => {
    const { status, stderr, stdout } = await run(args, ['true']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`[${code}]`);
  });

  test.each([
    [['run']],
    [['run', '--engine', 'vmware', '--', 'true']],
    [['run', '--nonsense', '--', 'true']],
    [['walk']],
  ])('%j is a usage error', async (args) => {
    expect(await uvm(args)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('error:'),
    });
  });

  test('help is no error', async () => {
    expect(await uvm(['run', '--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--memory'),
      stderr: '',
    });
  });

  test('environment and working directory are what was asked for', async () => {
    expect((await run(['--quiet', '--env', 'ANSWER=42'], ['env'])).stdout).toContain('ANSWER=42\n');
    expect((await run(['--quiet', '--cwd', '/tmp'], ['pwd'])).stdout).toBe('/tmp\n');
  });
});

describe('uvm doc', () => {
  test('prints the document for a Windows host', async () => {
    const { status, stdout } = await uvm([
      'doc',
      '--memory',
      '2G',
      '--cpus',
      '4',
      '--boot-files',
      'D:\\boot',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      SchemaVersion: { Major: 2, Minor: 1 },
      VirtualMachine: {
        Chipset: {
          LinuxKernelDirect: { KernelFilePath: 'D:\\boot\\kernel', InitRdPath: 'D:\\boot\\initrd.img' },
        },
        ComputeTopology: { Memory: { SizeInMB: 2048 }, Processor: { Count: 4 } },
      },
    });
  });

  test('explains each member and kernel argument by the options that it comes from', async () => {
    const { stdout } = await uvm(['doc', '--explain']);
    expect(stdout).toMatch(/SizeInMB = 1024\n {4}from memorySizeInMB: \S/);
    expect(stdout).toMatch(/nr_cpus[^\n]*\n {4}from processorCount: \S/);
  });

  test('options that make no document are named', async () => {
    const { status, stderr } = await uvm(['doc', '--cpus', '0']);
    expect({ status, told: /processorCount.*\[UVM_OPTIONS_INVALID\]/.test(stderr) }).toEqual({
      status: 1,
      told: true,
    });
  });
});
