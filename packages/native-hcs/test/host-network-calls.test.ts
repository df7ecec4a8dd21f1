import koffi from 'koffi';
import type { LibraryPaths } from '../src/calls/libraries.js';
import { createHostFacts, type HostFacts } from '../src/index.js';
import { guidBytes } from '../src/sockets/guid.js';
import { leftovers } from './support/settled.js';
import { libraries, librariesOf1809, openStandIn, withStandIn, type StandIn } from './support/stand-in.js';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const network = id(1);
const pod = id(2);

/** The stand-in frees what its own computenetwork part gives. */
const withMemory = (paths: LibraryPaths): LibraryPaths => ({ ...paths, ole32: paths.computenetwork ?? '' });

withStandIn('the calls of the host network service', () => {
  let standIn: StandIn;
  let facts: HostFacts;
  let library: ReturnType<typeof koffi.load>;
  beforeAll(() => {
    standIn = openStandIn();
    facts = createHostFacts({ libraries: withMemory(libraries) });
    library = koffi.load(libraries.computenetwork ?? '');
  });
  beforeEach(() => standIn.reset());
  afterEach(() => {
    expect(leftovers(standIn)).toEqual({});
    expect(standIn.count('networkHandles')).toBe(0);
  });

  /** Makes what others make on a real host: networks, and namespaces. */
  const make = (kind: 'Network' | 'Namespace', guid: string, settings: object): void => {
    const slot = koffi.out(koffi.pointer('void *'));
    const create = library.func(`HcnCreate${kind}`, 'int32_t', ['void *', 'str16', slot, slot]);
    const close = library.func(`HcnClose${kind}`, 'int32_t', ['void *']);
    const handle: [bigint | null] = [null];
    expect(create(guidBytes(guid), JSON.stringify(settings), handle, [null])).toBe(0);
    expect(close(handle[0])).toBe(0);
  };

  test('an adapter’s endpoint is created, read and deleted', async () => {
    make('Network', network, { Name: 'Default Switch' });
    expect(await facts.network.networkIds({ Name: 'Default Switch' })).toEqual([network]);
    expect(await facts.network.networkIds({ Name: 'Another' })).toEqual([]);
    const created = await facts.network.createEndpoint(network, {
      Name: 'vm-1-eth0',
      MacAddress: '00-15-5D-00-00-01',
      IpConfigurations: [{ IpAddress: '172.16.0.2', PrefixLength: 20 }],
    });
    expect(created).toMatchObject({ HostComputeNetwork: network, MacAddress: '00-15-5D-00-00-01' });
    expect(await facts.network.endpoint(created.ID ?? '')).toEqual(created);
    expect(await facts.network.endpointIds({ Name: 'vm-1-eth0' })).toEqual([created.ID]);
    await facts.network.deleteEndpoint(created.ID ?? '');
    expect(await facts.network.endpointIds()).toEqual([]);
  });

  test('the endpoints of a namespace come with eth0 first', async () => {
    make('Network', network, {});
    const names = ['net1', 'eth0', 'net2'];
    for (const [index, Name] of names.entries())
      await facts.network.createEndpoint(network, { ID: id(10 + index), Name });
    make('Namespace', pod, {
      Type: 'Host',
      Resources: names.map((_, index) => ({ Type: 'Endpoint', Data: { ID: id(10 + index) } })),
    });
    expect(await facts.network.namespaceIds()).toEqual([pod]);
    expect(await facts.network.namespace(pod)).toMatchObject({ ID: pod, Type: 'Host' });
    const found = await facts.network.namespaceEndpoints(pod);
    expect(found.map(({ Name }) => Name)).toEqual(['eth0', 'net1', 'net2']);
  });

  test('a failure brings the record of the service', async () => {
    await expect(facts.network.createEndpoint(network, {})).rejects.toMatchObject({
      code: 'UVM_HCN_NOT_FOUND',
      data: { name: 'HCN_E_NETWORK_NOT_FOUND', record: { Success: false, ErrorCode: 0x803b0001 } },
    });
    await expect(facts.network.namespace(pod)).rejects.toMatchObject({
      code: 'UVM_HCN_NOT_FOUND',
      data: { name: 'ERROR_NOT_FOUND' },
    });
  });

  test('every answer of every call leaves nothing behind', async () => {
    make('Network', network, {});
    for (const name of [
      'HcnEnumerateEndpoints',
      'HcnOpenNetwork',
      'HcnCreateEndpoint',
      'HcnQueryEndpointProperties',
    ])
      for (const answer of [
        { result: 0x80004005 },
        { result: 0x803b0015, document: '{"Error":"scripted"}' },
        { result: 0x803b0015, document: 'not JSON' },
        { result: 0, document: 'not JSON' },
        { result: 0 },
      ]) {
        standIn.script(name, answer);
        await Promise.allSettled([facts.network.endpointIds(), facts.network.createEndpoint(network, {})]);
        standIn.script(name, answer);
        for (const endpoint of await facts.network.endpointIds().catch(() => []))
          await facts.network.endpoint(endpoint).catch(() => undefined);
      }
  });

  test('an older Windows has the same', async () => {
    const older = createHostFacts({ libraries: withMemory(librariesOf1809) });
    expect(await older.network.endpointIds()).toEqual([]);
  });
});
