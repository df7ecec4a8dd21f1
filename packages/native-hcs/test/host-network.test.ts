import { createHostNetwork } from '../src/facts/network/host-network.js';
import { hcnCodeName, hcnCodes } from '../src/facts/network/hcn-codes.js';
import type { HcnEndpoint, HostNetwork } from '../src/index.js';
import { playNetwork, type NetworkAnswer, type PlayedNetwork } from './support/played-network.js';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const network = id(1);
const pod = id(2);

describe('the host network service', () => {
  let played: PlayedNetwork;
  let host: HostNetwork;
  beforeEach(() => {
    played = playNetwork();
    host = createHostNetwork(async () => played.native, {});
    played.objects.Network.set(network, { ID: network });
  });
  afterEach(() => expect(played.leftovers()).toEqual({ handles: 0, buffers: 0, bad: 0 }));

  const endpoint = (number: number, more: HcnEndpoint = {}): string => {
    played.objects.Endpoint.set(id(number), { ID: id(number), ...more });
    return id(number);
  };
  const namespace = (...Resources: object[]): void =>
    void played.objects.Namespace.set(pod, { ID: pod, Type: 'Host', Resources });

  test('lists networks, endpoints and namespaces, all or those of a filter', async () => {
    endpoint(10);
    endpoint(11);
    namespace();
    expect(await host.endpointIds()).toEqual([id(10), id(11)]);
    expect(await host.networkIds({})).toEqual([network]);
    expect(await host.namespaceIds({ Name: 'pod "1"' })).toEqual([pod]);
    const queries = played.calls.map(([, text]) => JSON.parse(text ?? ''));
    expect(queries).toEqual([
      { SchemaVersion: { Major: 2, Minor: 0 } },
      { SchemaVersion: { Major: 2, Minor: 0 } },
      { SchemaVersion: { Major: 2, Minor: 0 }, Filter: '{"Name":"pod \\"1\\""}' },
    ]);
  });

  test('gives an endpoint with members that this version does not know', async () => {
    endpoint(10, { MacAddress: '00-15-5D-00-00-01', IpConfigurations: [{ IpAddress: '10.0.0.2' }] });
    Object.assign(played.objects.Endpoint.get(id(10)) ?? {}, { New: { a: [1] } });
    expect(await host.endpoint(id(10).toUpperCase())).toEqual({
      ID: id(10),
      MacAddress: '00-15-5D-00-00-01',
      IpConfigurations: [{ IpAddress: '10.0.0.2' }],
      New: { a: [1] },
    });
    expect(played.calls.map(([name]) => name)).toEqual([
      'HcnOpenEndpoint',
      'HcnQueryEndpointProperties',
      'HcnCloseEndpoint',
    ]);
  });

  test('creates an endpoint of a network, with the id that it shall have', async () => {
    const created = await host.createEndpoint(network, { ID: id(10), Name: 'eth0' });
    expect(created).toMatchObject({ ID: id(10), Name: 'eth0', MacAddress: '00-15-5D-00-00-01' });
    const [, settings] = played.calls.find(([name]) => name === 'HcnCreateEndpoint') ?? [];
    expect(JSON.parse(settings ?? '')).toEqual({
      ID: id(10),
      Name: 'eth0',
      HostComputeNetwork: network,
      SchemaVersion: { Major: 2, Minor: 0 },
    });
  });

  test('creates an endpoint with an id of its own, and deletes it', async () => {
    const { ID = '' } = await host.createEndpoint(network, {});
    expect(await host.endpointIds()).toEqual([ID]);
    await host.deleteEndpoint(ID);
    await expect(host.deleteEndpoint(ID)).rejects.toMatchObject({ code: 'UVM_HCN_NOT_FOUND' });
  });

  test('gives the endpoints of a namespace with eth0 first, the others in its order', async () => {
    const resources = ['net1', 'pod-eth0', 'net2', 'eth0', undefined].map((Name, index) => ({
      Type: 'Endpoint',
      Data: { ID: endpoint(20 + index, Name === undefined ? {} : { Name }) },
    }));
    namespace({ Type: 'Container', Data: { ID: 'c1' } }, ...resources);
    const found = await host.namespaceEndpoints(pod);
    expect(found.map(({ Name }) => Name)).toEqual(['pod-eth0', 'eth0', 'net1', 'net2', undefined]);
  });

  test('reads the id of a resource in either way of writing it', async () => {
    namespace({ Type: 'Endpoint', Data: { Id: endpoint(10) } });
    expect(await host.namespaceEndpoints(pod)).toEqual([{ ID: id(10) }]);
  });

  test.each([[{}], [{ ID: 'no guid' }], [null]])(
    'an endpoint of a namespace with %j in place of its id is malformed',
    async (Data) => {
      namespace({ Type: 'Endpoint', Data });
      await expect(host.namespaceEndpoints(pod)).rejects.toMatchObject({
        code: 'UVM_NATIVE_MALFORMED_RESULT',
      });
    },
  );

  test('a namespace whose endpoint is gone says which', async () => {
    namespace({ Type: 'Endpoint', Data: { ID: id(10) } });
    await expect(host.namespaceEndpoints(pod)).rejects.toMatchObject({
      code: 'UVM_HCN_NOT_FOUND',
      message: expect.stringContaining(id(10)),
    });
  });

  const failures: [string, NetworkAnswer, object][] = [
    [
      'a network code without a record',
      { result: 0x803b0002 },
      { code: 'UVM_HCN_NOT_FOUND', data: { name: 'HCN_E_ENDPOINT_NOT_FOUND', hresult: 0x803b0002 } },
    ],
    [
      'a network code with a record',
      { result: 0x803b0014, record: '{"Success":false,"Error":"it is taken","ErrorCode":2151350292}' },
      {
        code: 'UVM_HCN_ENDPOINT_IN_USE',
        message: expect.stringContaining('it is taken'),
        data: {
          name: 'HCN_E_ENDPOINT_ALREADY_ATTACHED',
          hresult: 0x803b0014,
          record: { Success: false, Error: 'it is taken', ErrorCode: 0x803b0014 },
        },
      },
    ],
    [
      'a general code, and the exact one in the record',
      { result: 0x80004005, record: '{"ErrorCode":2151350302}' },
      { code: 'UVM_HCN_INVALID_SETTINGS', data: { name: 'HCN_E_INVALID_IP' } },
    ],
    [
      'the exact code in the record, signed',
      { result: 0x80004005, record: `{"ErrorCode":${0x803b001b | 0}}` },
      { code: 'UVM_HCN_INVALID_SETTINGS', data: { name: 'HCN_E_INVALID_JSON' } },
    ],
    ['ERROR_NOT_FOUND', { result: 0x80070490 }, { code: 'UVM_HCN_NOT_FOUND' }],
    [
      'missing rights',
      { result: 0x80070005 },
      { code: 'UVM_HCS_ACCESS_DENIED', data: { hresult: 0x80070005 } },
    ],
    [
      'a code of networks that nobody acts on',
      { result: 0x803b0020 },
      { code: 'UVM_HCN_FAILED', data: { name: 'HCN_E_MANAGER_STOPPED' } },
    ],
    ['an unknown code', { result: 0x803b00ff }, { code: 'UVM_HCN_FAILED', data: { hresult: 0x803b00ff } }],
    [
      'a record that is no JSON',
      { result: 0x803b0002, record: '{"Success"' },
      { code: 'UVM_HCN_NOT_FOUND', cause: { code: 'UVM_NATIVE_MALFORMED_RESULT' } },
    ],
    ['an empty record', { result: 0x803b0002, record: '' }, { code: 'UVM_HCN_NOT_FOUND' }],
    [
      'a record of another type',
      { result: 0x803b0002, record: '{"Error":7}' },
      { code: 'UVM_HCN_NOT_FOUND', cause: { data: { problems: ['Error'] } } },
    ],
  ];

  test.each(failures)('%s becomes a typed error', async (_what, answer, expected) => {
    endpoint(10);
    played.script('HcnOpenEndpoint', answer);
    await expect(host.endpoint(id(10))).rejects.toMatchObject(expected);
  });

  test.each([
    'HcnOpenNetwork',
    'HcnCreateEndpoint',
    'HcnQueryEndpointProperties',
    'HcnCloseEndpoint',
    'HcnCloseNetwork',
  ])('a failure of %s after it took effect leaves nothing open', async (name) => {
    played.script(name, { result: 0x80004005, record: '{}', behavesToo: true });
    const isClosing = name.startsWith('HcnClose');
    const creation = host.createEndpoint(network, { ID: id(10) });
    if (isClosing) await creation;
    else await expect(creation).rejects.toMatchObject({ code: 'UVM_HCN_FAILED' });
  });

  test('a success without a handle is an error, and nothing is closed', async () => {
    endpoint(10);
    played.script('HcnOpenEndpoint', { result: 0 });
    await expect(host.endpoint(id(10))).rejects.toMatchObject({ code: 'UVM_HCN_FAILED' });
    expect(played.calls).toEqual([['HcnOpenEndpoint']]);
  });

  test.each<[string, NetworkAnswer]>([
    ['NULL', {}],
    ['no JSON', { document: '[' }],
    ['an object', { document: '{}' }],
    ['numbers', { document: '[1]' }],
  ])('%s is no list of ids', async (_what, answer) => {
    played.script('HcnEnumerateEndpoints', answer);
    await expect(host.endpointIds()).rejects.toMatchObject({ code: 'UVM_NATIVE_MALFORMED_RESULT' });
  });

  test.each([
    ['a name that is a number', '{"Name":1}', 'Name'],
    [
      'a prefix of 300 bits',
      '{"IpConfigurations":[{"PrefixLength":300}]}',
      'IpConfigurations.0.PrefixLength',
    ],
    ['policies that are no list', '{"Policies":{}}', 'Policies'],
  ])('an endpoint with %s is malformed, and closed', async (_what, document, problem) => {
    endpoint(10);
    played.script('HcnQueryEndpointProperties', { document });
    await expect(host.endpoint(id(10))).rejects.toMatchObject({
      code: 'UVM_NATIVE_MALFORMED_RESULT',
      data: { type: 'HcnEndpoint', problems: [problem] },
    });
  });

  const called = async (wanted: string): Promise<void> => {
    while (!played.calls.some(([name]) => name === wanted))
      await new Promise((resolve) => setImmediate(resolve));
  };

  test('a caller who waits no longer leaves nothing open', async () => {
    namespace({ Type: 'Endpoint', Data: { ID: endpoint(10) } });
    const ended = new AbortController();
    const answer = host.namespaceEndpoints(pod, { signal: ended.signal });
    await called('HcnOpenNamespace');
    ended.abort();
    await expect(answer).rejects.toMatchObject({ code: 'UVM_ABORTED' });
    await called('HcnCloseNamespace');
    expect(played.calls.map(([name]) => name)).not.toContain('HcnOpenEndpoint');
  });

  test.each(['HcnOpenNetwork', 'HcnCreateEndpoint', 'HcnQueryEndpointProperties'])(
    'a creation that nobody waits for since %s leaves no endpoint',
    async (name) => {
      const ended = new AbortController();
      const answer = host.createEndpoint(network, { ID: id(10) }, { signal: ended.signal });
      await called(name);
      ended.abort();
      await expect(answer).rejects.toMatchObject({ code: 'UVM_ABORTED' });
      await called('HcnDeleteEndpoint');
      expect(played.objects.Endpoint.size).toBe(0);
    },
  );

  test('an endpoint that cannot be read once it is created is deleted', async () => {
    played.script('HcnQueryEndpointProperties', { document: '[]' });
    await expect(host.createEndpoint(network, {})).rejects.toMatchObject({
      code: 'UVM_NATIVE_MALFORMED_RESULT',
    });
    expect(played.objects.Endpoint.size).toBe(0);
  });

  test.each(['', 'eth0', `{${network}}`])('%j is no id', async (wrong) => {
    for (const call of [
      host.endpoint(wrong),
      host.deleteEndpoint(wrong),
      host.namespace(wrong),
      host.namespaceEndpoints(wrong),
      host.createEndpoint(wrong, {}),
      host.createEndpoint(network, { ID: wrong }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'UVM_HCS_INVALID_ARGUMENT' });
    expect(played.calls).toEqual([]);
  });
});

describe('the codes of the host network service', () => {
  test('are numbered without gaps, and named in either sign', () => {
    const codes = Object.values(hcnCodes);
    expect(codes).toEqual(codes.map((_, index) => 0x803b0001 + index));
    for (const [name, code] of Object.entries(hcnCodes)) {
      expect(hcnCodeName(code)).toBe(name);
      expect(hcnCodeName(code | 0)).toBe(name);
    }
    expect(hcnCodeName(0x803b0000)).toBeUndefined();
  });
});
