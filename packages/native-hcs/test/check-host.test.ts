import { hresults } from '@uvmkit/hcs';
import { checkHost, createNativeHost, diagnose, inspectHost, type HostCheck } from '../src/index.js';
import { leftovers, until } from './support/settled.js';
import { answerFlags, libraries, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const verdictsOf = (checks: readonly HostCheck[]): Record<string, boolean | undefined> =>
  Object.fromEntries(checks.map(({ name, ok }) => [name, ok]));

describe('a host without Windows', () => {
  const check = process.platform === 'win32' ? test.skip : test;
  check('is told from one with it (Linux only: Windows is Windows)', async () => {
    expect(verdictsOf(await checkHost())).toEqual({ platform: false });
  });

  test('a caller who waits no longer is told so', async () => {
    await expect(checkHost({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'UVM_ABORTED' });
  });
});

withStandIn('a host with a compute service', () => {
  let standIn: StandIn;
  beforeAll(() => {
    standIn = openStandIn();
  });
  beforeEach(() => standIn.reset());
  afterEach(() => expect(leftovers(standIn)).toEqual({}));

  const answered = { platform: true, feature: true, service: true, rights: true, hypervisor: true };

  test('is right when the service answers', async () => {
    const checks = await checkHost({ libraries });
    expect(verdictsOf(checks)).toMatchObject({ ...answered, firmware: true, processors: true });
  });

  test('counts systems and processors', async () => {
    await using host = createNativeHost({ libraries });
    await host.create('vm-1', { Owner: 'tests', SchemaVersion: { Major: 2, Minor: 1 }, VirtualMachine: {} });
    const { systemCount, processorCount } = await inspectHost({ libraries });
    expect(systemCount).toEqual({ value: 1 });
    expect(processorCount).toEqual({ value: expect.any(Number) });
  });

  test('is wrong when the service denies', async () => {
    standIn.script('HcsEnumerateComputeSystems', { result: hresults.HCS_E_ACCESS_DENIED });
    const checks = await checkHost({ libraries });
    expect(verdictsOf(checks)).toMatchObject({ ...answered, rights: false });
  });

  test('is wrong when no hypervisor runs', async () => {
    standIn.script('HcsGetServiceProperties', { result: hresults.HCS_E_HYPERV_NOT_INSTALLED });
    const checks = await checkHost({ libraries });
    expect(verdictsOf(checks)).toMatchObject({ ...answered, hypervisor: false, processors: false });
  });

  test('is wrong when computecore.dll does not load', async () => {
    const missing = { ...libraries, computecore: 'no-such-folder/computecore.dll' };
    const checks = await checkHost({ libraries: missing });
    expect(verdictsOf(checks)).toMatchObject({ feature: false, processors: false });
  });

  test('a service that is gone is no answer', async () => {
    standIn.disconnect();
    const { systemCount, processorCount } = await inspectHost({ libraries });
    expect(systemCount).toMatchObject({ error: { code: 'UVM_HCS_SERVICE_DISCONNECTED' } });
    expect(processorCount).toMatchObject({ error: { code: 'UVM_HOST_PROCESSORS_UNKNOWN' } });
  });

  test('what takes longer than the deadline is not known', async () => {
    standIn.script('HcsEnumerateComputeSystems', { flags: answerFlags.neverCompletes });
    const findings = await inspectHost({ libraries, timeoutMs: 200 });
    expect(findings.systemCount).toMatchObject({ error: { code: 'UVM_TIMEOUT' } });
    expect(findings.processorCount).toEqual({ value: expect.any(Number) });
    await until(() => standIn.count('operations') === 0);
  });

  test('a caller who ends the look is told so, and nothing stays behind', async () => {
    standIn.script('HcsEnumerateComputeSystems', { flags: answerFlags.neverCompletes });
    const ended = new AbortController();
    const checks = checkHost({ libraries, signal: ended.signal });
    await until(() => standIn.count('calls:HcsEnumerateComputeSystems') === 1);
    ended.abort();
    await expect(checks).rejects.toMatchObject({ code: 'UVM_ABORTED' });
    await until(() => standIn.count('operations') === 0);
  });

  test('an error of a call is explained by what is found', async () => {
    standIn.script('HcsGetServiceProperties', { result: hresults.HCS_E_HYPERV_NOT_INSTALLED });
    await using host = createNativeHost({ libraries });
    const error: unknown = await host.properties().catch((reason: unknown) => reason);
    standIn.script('HcsGetServiceProperties', { result: hresults.HCS_E_HYPERV_NOT_INSTALLED });
    expect(diagnose(error, await inspectHost({ libraries }))).toMatchObject({
      code: 'UVM_HCS_HYPERV_NOT_INSTALLED',
      data: { hostCause: 'hypervisor-not-launched' },
      cause: error,
    });
  });
});
