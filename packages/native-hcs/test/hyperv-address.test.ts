import fc from 'fast-check';
import {
  decodeAddress,
  encodeAddress,
  partitions,
  portOfServiceId,
  serviceIdOfPort,
} from '../src/sockets/hyperv-address.js';

const guid = fc.uuid();

describe('addresses of Hyper-V sockets', () => {
  test.each([
    [1, '00000001-facb-11e6-bd58-64006a7986d3'],
    [109, '0000006d-facb-11e6-bd58-64006a7986d3'],
    [0x4000_0000, '40000000-facb-11e6-bd58-64006a7986d3'],
    [0xffff_ffff, 'ffffffff-facb-11e6-bd58-64006a7986d3'],
  ])('port %i is service %s', (port, serviceId) => {
    expect(serviceIdOfPort(port)).toBe(serviceId);
    expect(portOfServiceId(serviceId.toUpperCase())).toBe(port);
  });

  test.each([-1, 1.5, 2 ** 32, Number.NaN])('%p is no port', (port) => {
    expect(() => serviceIdOfPort(port)).toThrow(RangeError);
  });

  test('a service of another kind has no port', () => {
    expect(portOfServiceId('acef5661-84a1-4e44-856b-6245e69f4620')).toBeUndefined();
    expect(portOfServiceId('x-facb-11e6-bd58-64006a7986d3')).toBeUndefined();
  });

  test('a SOCKADDR_HV has the first three groups of its GUIDs little-endian', () => {
    const bytes = encodeAddress({ vmId: partitions.parent, serviceId: serviceIdOfPort(0x0102_0304) });
    expect(bytes.toString('hex')).toBe(
      ['2200', '0000', 'da7c2ea43fd00c489cc2a4de20abb878', '04030201cbfae611bd5864006a7986d3'].join(''),
    );
  });

  test('what was encoded is decoded', () => {
    fc.assert(
      fc.property(guid, guid, (vmId, serviceId) => {
        expect(decodeAddress(encodeAddress({ vmId, serviceId }))).toEqual({ vmId, serviceId });
      }),
    );
  });

  test('other bytes are no address', () => {
    const bytes = encodeAddress({ vmId: partitions.loopback, serviceId: serviceIdOfPort(1) });
    expect(decodeAddress(bytes.subarray(1))).toBeUndefined();
    expect(decodeAddress(Buffer.alloc(36))).toBeUndefined();
  });

  test.each(['', 'a vm', `{${partitions.loopback}}`])('%p is no partition', (vmId) => {
    expect(() => encodeAddress({ vmId, serviceId: serviceIdOfPort(1) })).toThrow(
      expect.objectContaining({ code: 'UVM_HVSOCKET_UNAVAILABLE' }),
    );
  });
});
