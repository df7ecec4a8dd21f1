import { onLinux } from './support/on-linux.js';
import { text } from 'node:stream/consumers';
import { killedExitCode, messages, nullGuid } from '@uvmkit/gcs-bridge';
import { entropyOfHost, hostGuest, type HostedGuest } from './support/hosted-guest.js';

let guest: HostedGuest;
afterEach(() => guest[Symbol.asyncDispose]());

onLinux('a host and the agent (Linux only: real processes)', () => {
  test('boot, run a command with all its streams, and power off', async () => {
    guest = await hostGuest();
    const bridge = await guest.connect();
    expect(guest.machine.entropy).toEqual(entropyOfHost);
    expect(bridge.capabilities).toMatchObject({
      RuntimeOsType: 'Linux',
      SupportedSchemaVersions: [{ Major: 2, Minor: 1 }],
    });

    const process = await bridge.exec({
      args: ['sh', '-c', 'cat; echo "$A" >&2; pwd; exit 5'],
      env: { A: 'ü <&> \u2028' },
      cwd: '/usr',
      stdin: true,
      stdout: true,
      stderr: true,
    });
    process.stdin?.end('in\n');
    const [out, err] = await Promise.all([text(process.stdout!), text(process.stderr!)]);
    expect([out, err]).toEqual(['in\n/usr\n', 'ü <&> \u2028\n']);
    expect(await process.wait()).toEqual({ exitCode: 5 });

    const stopping = bridge.shutdown();
    await new Promise((resolve) => setImmediate(resolve));
    await bridge[Symbol.asyncDispose]();
    await stopping;
    expect(guest.machine.poweredOff).toBe(1);
    expect(guest.log().map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([
        'entropy taken',
        'agent started',
        'bridge connected',
        'process started',
        'powering off',
      ]),
    );
    for (const { time } of guest.log()) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
  });

  test('megabytes pass through both ways', async () => {
    guest = await hostGuest();
    await using bridge = await guest.connect();
    const process = await bridge.exec({ args: ['cat'], stdin: true, stdout: true });
    const sent = '0123456789abcde\n'.repeat(200_000);
    process.stdin?.end(sent);
    expect((await text(process.stdout!)).length).toBe(sent.length);
    expect(await process.wait()).toEqual({ exitCode: 0 });
  });

  test('an input that the host leaves open ends with the process', async () => {
    guest = await hostGuest();
    await using bridge = await guest.connect();
    const process = await bridge.exec({ args: ['true'], stdin: true });
    expect(await process.wait()).toEqual({ exitCode: 0 });
    if (!process.stdin?.closed) await new Promise((resolve) => process.stdin?.once('close', resolve));
  });

  test('a killed process reports 4294967295', async () => {
    guest = await hostGuest();
    await using bridge = await guest.connect();
    const process = await bridge.exec({ args: ['sleep', '1000'] });
    const kill = await bridge.exec({ args: ['sh', '-c', `kill -15 ${process.pid}`] });
    expect(await kill.wait()).toEqual({ exitCode: 0 });
    expect(await process.wait()).toEqual({ exitCode: killedExitCode });
  });

  test.each([
    ['a program that does not exist', { args: ['/no/such/bin'], stdout: true, stderr: true }],
    ['a folder that does not exist', { args: ['true'], cwd: '/no/such/dir' }],
    ['no program at all', { args: [] }],
    ['a terminal, which this agent has not', { args: ['true'], tty: true }],
  ])('%s is refused, and the agent goes on', async (_, options) => {
    guest = await hostGuest();
    await using bridge = await guest.connect();
    await expect(bridge.exec(options)).rejects.toMatchObject({
      code: 'UVM_BRIDGE_REFUSED',
      data: { hresult: '0x80004005' },
    });
    expect(await (await bridge.exec({ args: ['true'] })).wait()).toEqual({ exitCode: 0 });
  });

  test('a stdio port that nobody listens on fails the request and starts nothing', async () => {
    guest = await hostGuest();
    await using bridge = await guest.connect();
    const settings = {
      ProcessParameters: JSON.stringify({ CommandArgs: ['true'], CreateStdOutPipe: true }),
      VsockStdioRelaySettings: { StdOut: 0x4000_9999 },
    };
    const asked = bridge.request(messages.ExecuteProcess, { ContainerId: nullGuid, Settings: settings });
    await expect(asked).rejects.toMatchObject({ data: { hresult: '0x80004005' } });
    expect(guest.log().map(({ msg }) => msg)).not.toContain('process started');
  });
});
