import { createHostFacts, type HostFacts } from '../src/index.js';
import { leftovers } from './support/settled.js';
import { libraries, librariesOf1809, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const groupId = 'FA22A12C-36B3-486D-A3E9-BC526C2B450C';
const otherGroupId = '00112233-4455-6677-8899-aabbccddeeff';
const disk = 'C:\\vms\\root.vhdx';

const isOnWindows = process.platform === 'win32';

describe('facts where there is no Windows', () => {
  const facts = createHostFacts();
  const calls: [string, () => Promise<unknown>][] = [
    ['the version', () => facts.osVersion()],
    ['the architecture', () => facts.machineArchitecture()],
    ['the processors', () => facts.processors()],
    ['the memory process', () => facts.lookupVmmem(groupId)],
    ['process memory', () => facts.processMemory(1)],
    ['a grant', () => facts.fileAccess.grantToVm('vm-1', disk)],
    ['a group grant', () => facts.fileAccess.grantToAllVms(disk)],
    ['CPU groups', () => facts.cpuGroups.list()],
    ['endpoints', () => facts.network.endpointIds()],
  ];
  const reject = isOnWindows ? test.skip : test;
  reject.each(calls)('%s rejects (Linux only: Windows has them)', async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'UVM_UNSUPPORTED_PLATFORM' });
  });
});

withStandIn('facts from the compute service', () => {
  let standIn: StandIn;
  let facts: HostFacts;
  beforeAll(() => {
    standIn = openStandIn();
    facts = createHostFacts({ libraries });
  });
  beforeEach(() => standIn.reset());
  afterEach(() => expect(leftovers(standIn)).toEqual({}));

  describe('the processors', () => {
    test('are counted and listed', async () => {
      const { count, processors } = await facts.processors();
      expect(processors).toHaveLength(count);
      expect(processors[0]).toMatchObject({ LpIndex: 0, NodeNumber: 0, RootVpIndex: 0 });
    });

    test('are unknown when the service refuses, with its answer as the cause', async () => {
      standIn.script('HcsGetServiceProperties', {
        result: 0x80370102,
        document: '{"Error":-1070137086,"ErrorMessage":"no hypervisor"}',
      });
      await expect(facts.processors()).rejects.toMatchObject({
        code: 'UVM_HOST_PROCESSORS_UNKNOWN',
        remedy: expect.stringContaining('checkHost'),
        cause: {
          code: 'UVM_HCS_HYPERV_NOT_INSTALLED',
          data: { document: { ErrorMessage: 'no hypervisor' } },
        },
      });
    });

    test.each([
      ['NULL', undefined],
      ['no JSON', '{"Properties":['],
      ['no property', '{"Properties":[]}'],
      ['two properties', '{"Properties":[{},{}]}'],
      ['an error in place of the property', '{"Properties":["none"]}'],
      ['a count that is no number', '{"Properties":[{"LogicalProcessorCount":"4"}]}'],
    ])('are unknown when the answer is %s', async (_what, document) => {
      standIn.script('HcsGetServiceProperties', { ...(document !== undefined && { document }) });
      await expect(facts.processors()).rejects.toMatchObject({
        code: 'UVM_HOST_PROCESSORS_UNKNOWN',
        cause: { code: 'UVM_NATIVE_MALFORMED_RESULT' },
      });
    });

    test('are unknown when there are none', async () => {
      standIn.script('HcsGetServiceProperties', { document: '{"Properties":[{"LogicalProcessorCount":0}]}' });
      await expect(facts.processors()).rejects.toMatchObject({
        code: 'UVM_HOST_PROCESSORS_UNKNOWN',
        data: { count: 0 },
      });
    });

    test('the end of the wait is the caller’s, and no fact about the machine', async () => {
      await expect(facts.processors({ signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'UVM_ABORTED',
      });
    });
  });

  describe('access to files', () => {
    test.each([
      ['HcsGrantVmAccess', (path: string) => facts.fileAccess.grantToVm('vm-1', path)],
      ['HcsRevokeVmAccess', (path: string) => facts.fileAccess.revokeFromVm('vm-1', path)],
      ['HcsGrantVmGroupAccess', (path: string) => facts.fileAccess.grantToAllVms(path)],
      ['HcsRevokeVmGroupAccess', (path: string) => facts.fileAccess.revokeFromAllVms(path)],
    ])('%s is called once, and its failure is typed', async (name, call) => {
      standIn.script(name, { result: 0 });
      await expect(call(disk)).resolves.toBeUndefined();
      expect(standIn.count(`calls:${name}`)).toBe(1);
      await expect(call('C:\\nowhere\\no.vhdx')).rejects.toMatchObject({ code: 'UVM_HCS_FILE_NOT_FOUND' });
      standIn.script(name, { result: 0x80070005 });
      await expect(call(disk)).rejects.toMatchObject({ code: 'UVM_HCS_ACCESS_DENIED' });
    });

    test.each([
      '',
      'root.vhdx',
      '.\\root.vhdx',
      'C:root.vhdx',
      '\\root.vhdx',
      '/root.vhdx',
      'C:\\a\0b',
      '\\\\',
    ])('%j is no absolute path, and nothing is called', async (path) => {
      for (const call of [
        facts.fileAccess.grantToVm('vm-1', path),
        facts.fileAccess.revokeFromVm('vm-1', path),
        facts.fileAccess.grantToAllVms(path),
        facts.fileAccess.revokeFromAllVms(path),
      ])
        await expect(call).rejects.toMatchObject({ code: 'UVM_HCS_INVALID_ARGUMENT' });
      expect(standIn.count('calls:HcsGrantVmAccess') + standIn.count('calls:HcsRevokeVmAccess')).toBe(0);
    });

    test.each(['C:\\a', 'c:/a', '\\\\server\\share\\a', '\\\\?\\C:\\a', '\\\\.\\PHYSICALDRIVE3'])(
      '%s is an absolute path',
      async (path) => {
        standIn.script('HcsGrantVmAccess', { result: 0 });
        await expect(facts.fileAccess.grantToVm('vm-1', path)).resolves.toBeUndefined();
      },
    );

    test.each(['', 'vm\0-1'])('%j is no id of a VM', async (id) => {
      await expect(facts.fileAccess.grantToVm(id, disk)).rejects.toMatchObject({
        code: 'UVM_HCS_INVALID_ARGUMENT',
      });
    });

    test('an older Windows has none for all VMs, and says since when there is', async () => {
      const older = createHostFacts({ libraries: librariesOf1809 });
      for (const call of [older.fileAccess.grantToAllVms(disk), older.fileAccess.revokeFromAllVms(disk)])
        await expect(call).rejects.toMatchObject({
          code: 'UVM_NATIVE_FUNCTION_MISSING',
          message: expect.stringContaining('Windows 10 2004'),
          data: { library: 'computecore.dll', function: expect.stringMatching(/VmGroupAccess$/) },
        });
    });
  });

  describe('CPU groups', () => {
    test('are created, found in either case, changed and deleted', async () => {
      await facts.cpuGroups.create(groupId, [0, 2]);
      await facts.cpuGroups.create(otherGroupId, []);
      await facts.cpuGroups.setProperty(groupId, 'CpuCapacity', 32768);
      expect(await facts.cpuGroups.find(groupId)).toMatchObject({
        GroupId: groupId.toLowerCase(),
        Affinity: { LogicalProcessorCount: 2, LogicalProcessors: [0, 2] },
        GroupProperties: [{ PropertyCode: 0x10000, PropertyValue: 32768 }],
      });
      expect((await facts.cpuGroups.list()).map(({ GroupId }) => GroupId)).toEqual([
        groupId.toLowerCase(),
        otherGroupId,
      ]);
      await facts.cpuGroups.delete(groupId);
      await expect(facts.cpuGroups.find(groupId)).rejects.toMatchObject({
        code: 'UVM_CPU_GROUP_NOT_FOUND',
        data: { groupId: groupId.toLowerCase() },
      });
    });

    test('a hypervisor’s number of 64 bits keeps every digit', async () => {
      standIn.script('HcsGetServiceProperties', {
        document: `{"Properties":[{"CpuGroups":[{"GroupId":"${groupId}","HypervisorGroupId":18446744073709551615,"New":1}]}]}`,
      });
      expect(await facts.cpuGroups.find(groupId)).toEqual({
        GroupId: groupId,
        HypervisorGroupId: 2n ** 64n - 1n,
        New: 1,
      });
    });

    test.each([0xc0350070, 0x80350070])('one that changes or has VMs is busy (%p)', async (result) => {
      await facts.cpuGroups.create(groupId, [0]);
      standIn.script('HcsModifyServiceSettings', { result });
      await expect(facts.cpuGroups.delete(groupId)).rejects.toMatchObject({
        code: 'UVM_CPU_GROUP_BUSY',
        data: { groupId: groupId.toLowerCase(), hresult: result },
      });
      await facts.cpuGroups.delete(groupId);
      expect(await facts.cpuGroups.list()).toEqual([]);
    });

    test('another status of the hypervisor is no matter of being busy', async () => {
      standIn.script('HcsModifyServiceSettings', { result: 0xc035006f });
      await expect(facts.cpuGroups.delete(groupId)).rejects.toMatchObject({
        code: 'UVM_HCS_FAILED',
        data: { hresult: 0xc035006f },
      });
    });

    test.each(['', 'group-1', `{${groupId}}`])('%j is no id of a group', async (id) => {
      for (const call of [
        facts.cpuGroups.find(id),
        facts.cpuGroups.create(id, [0]),
        facts.cpuGroups.delete(id),
        facts.cpuGroups.setProperty(id, 'IdleLpReserve', 1),
      ])
        await expect(call).rejects.toMatchObject({ code: 'UVM_HCS_INVALID_ARGUMENT' });
      expect(standIn.count('calls:HcsModifyServiceSettings')).toBe(0);
    });
  });

  test('once the service is gone every answer says so', async () => {
    standIn.disconnect();
    const gone = { code: 'UVM_HCS_SERVICE_DISCONNECTED' };
    await expect(facts.processors()).rejects.toMatchObject({ cause: gone });
    await expect(facts.cpuGroups.list()).rejects.toMatchObject(gone);
    await expect(facts.cpuGroups.delete(groupId)).rejects.toMatchObject(gone);
    await expect(facts.fileAccess.grantToVm('vm-1', disk)).rejects.toMatchObject(gone);
  });
});
